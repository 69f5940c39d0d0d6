// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.evaluation.shapeworld.Category;
import io.github.deepgen4j.training.data.MultiSourceSampler.Rank;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapeWorldWriterTest {
    private static final ShapeWorldData DATA = new ShapeWorldData(Map.of(Category.POSITION, 1.0, Category.COUNT, 1.0));

    @TempDir
    private Path folder;

    private Path write(String name, int count) {
        Path out = folder.resolve(name);
        new ShapeWorldWriter(DATA, new Seed(3), out).write(count, () -> false, _ -> {});
        return out;
    }

    @Test
    void whatIsWrittenCanBeTrainedWith() {
        Path out = write("a", 12);
        DataConfig config = DataConfigFile.read(out.resolve("data.yaml"));
        try (DataLoader loader = DataLoader.open(config, Rank.ONLY, new Seed(1))) {
            assertThat(loader.cycle()).isEqualTo(3);
            for (int n = 0; n < 6; n++) {
                assertThat(loader.batch(n).samples())
                        .hasSize(4)
                        .allMatch(sample -> sample.target().width() == 64);
            }
            assertThat(loader.bad().list()).isEmpty();
        }
        SourceConfig captions = new SourceConfig.Caption(
                out.resolve("caption.json"), out.resolve("pictures"), out.resolve("annotations"), null);
        SourceConfig texts = new SourceConfig.TextToImageSft(out.resolve("t2i.json"), out.resolve("pictures"));
        Sample caption = captions.open(config.checks(), 1).read(11);
        Sample text = texts.open(config.checks(), 1).read(11);
        assertThat(caption.text()).isEqualTo(text.text()).isNotBlank();
        assertThat(caption.target().rgb()).isEqualTo(text.target().rgb());
    }

    @Test
    void aLargerSetBeginsWithTheSmallerOne() {
        Path small = write("small", 3);
        Path large = write("large", 5);
        assertThat(large.resolve("pictures/000/000002.png"))
                .hasSameBinaryContentAs(small.resolve("pictures/000/000002.png"));
        assertThat(large.resolve("annotations/000/000000.json"))
                .hasSameTextualContentAs(small.resolve("annotations/000/000000.json"));
    }

    @Test
    void doesNotMixWithOtherFilesAndLeavesNoListsWhenStopped() {
        TestData.text(folder.resolve("used/file"), "x");
        assertThatThrownBy(() -> write("used", 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected an empty folder");
        new ShapeWorldWriter(DATA, new Seed(3), folder.resolve("stopped")).write(5, () -> true, _ -> {});
        assertThat(Files.exists(folder.resolve("stopped/data.yaml"))).isFalse();
    }
}
