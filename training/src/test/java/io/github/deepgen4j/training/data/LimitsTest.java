// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final ModelConfig TINY = ModelConfig.read(Path.of(System.getProperty("deepgen.golden"), "tiny"));

    @TempDir
    private Path folder;

    private static Sample sample(int width, int height, boolean edit) {
        var image = TestData.image(width, height, 1);
        return edit
                ? new Sample(SampleType.IMAGE_TO_IMAGE, "t", TestData.image(32, 32, 1), List.of(image), "list[3]")
                : new Sample(SampleType.TEXT_TO_IMAGE, "t", image, List.of(), "list[3]");
    }

    @Test
    void theLongestSideIsTakenAndTheNextIsNot() {
        Limits limits = Limits.of(TINY);
        int longest = TINY.longestSide() / 32 * 32;
        for (boolean edit : new boolean[] {false, true}) {
            limits.require(sample(longest, 32, edit));
            assertThatThrownBy(() -> limits.require(sample(32, longest + 32, edit)))
                    .isInstanceOf(RefusedSampleException.class)
                    .hasMessageStartingWith("list[3]: ")
                    .hasMessageContaining("sides of at most " + TINY.longestSide());
        }
    }

    @Test
    void sidesThatAreNoWholeTokensAreRefused() {
        Limits limits = Limits.of(TINY);
        assertThatThrownBy(() -> limits.require(sample(TINY.sideMultiple() + 1, 32, false)))
                .isInstanceOf(RefusedSampleException.class)
                .hasMessageContaining("multiples of " + TINY.sideMultiple());
        assertThatThrownBy(() -> limits.require(sample(32, 48, true)))
                .isInstanceOf(RefusedSampleException.class)
                .hasMessageContaining("multiples of 32, found 32x48");
    }

    @Test
    void aRunTakesAnotherSampleAndTellsOfTheOneThatIsTooLong() {
        TestData.png(folder.resolve("a.png"), 96, 96, 1);
        TestData.png(folder.resolve("wide.png"), 96 * 40, 4, 2);
        for (String name : List.of("a.txt", "wide.txt")) {
            TestData.text(folder.resolve(name), "t");
        }
        var config = new DataConfig(
                new ImageProcess(ImageProcess.Mode.FIX_PIXELS, 64, 32),
                ImageChecks.REFERENCE,
                DataConfig.Text.REFERENCE,
                1,
                true,
                DataConfig.Loader.DEFAULT,
                List.of(new DataConfig.GroupConfig(1, 2, List.of(new SourceConfig.Folder(folder)))));
        Queue<BadSamples.Bad> skipped = new ConcurrentLinkedQueue<>();
        try (var loader = DataLoader.open(config, new Seed(1), number -> number + 1, Limits.of(TINY), skipped::add)) {
            for (int i = 0; i < 8; i++) {
                assertThat(loader.batch(i).samples())
                        .allMatch(sample -> sample.where().endsWith("a.png"));
            }
        }
        assertThat(skipped)
                .singleElement()
                .matches(bad -> bad.refused() && bad.reason().contains("wide.png"));
    }
}
