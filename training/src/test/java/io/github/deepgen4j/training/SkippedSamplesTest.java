// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.BadSamples.Bad;
import io.github.deepgen4j.training.data.DataException;
import io.github.deepgen4j.training.data.SampleWriter;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.run.SkippedSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traces in a run of samples that it could not use. */
class SkippedSamplesTest {
    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** A run over two images, of which one is damaged. */
    private TrainConfig config(int maxBad) throws IOException {
        Path shapes = folder.resolve("shapes");
        new SampleWriter(shapes, 64)
                .write(new ShapeWorldData(Map.of(Category.SINGLE, 1.0)).numbered(1), 2, () -> false, _ -> {});
        Files.writeString(shapes.resolve("pictures/000/000001.png"), "no image");
        return RunOfSmoke.config(
                "steps=1", "start=REFERENCE", "model=" + Golden.path("tiny").toAbsolutePath(), """
                    objective.data={type: files, files: {
                      image: {mode: fix_pixels, size: 64, unit: 32},
                      loader: {prefetch: 0, retries: 99, max_bad: %d},
                      groups: [{repeats: 1, batch: 2, sources: [{format: t2i_sft, data_path: %s, image_folder: %s}]}]}}\
                    """.formatted(
                                maxBad, shapes.resolve("t2i.json"), shapes.resolve("pictures")));
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("run/log.txt"));
    }

    private void assertThatTheLogSaysIt() throws IOException {
        assertThat(log())
                .filteredOn(line -> line.startsWith("skipped: "))
                .singleElement()
                .asString()
                .contains("000001.png", "expected PNG");
        assertThat(log().getLast())
                .isEqualTo("skipped in all: %s: 1 bad, 0 refused by the checks"
                        .formatted(folder.resolve("shapes/t2i.json")));
    }

    @Test
    void theLogSaysWhichWereSkippedAndHowMany() throws IOException {
        assertThat(RunOfSmoke.train(config(1), folder.resolve("run"), false)).isTrue();
        assertThatTheLogSaysIt();
    }

    @Test
    void theLogOfARunThatTheyEndedSaysItToo() throws IOException {
        TrainConfig config = config(0);
        assertThatThrownBy(() -> RunOfSmoke.train(config, folder.resolve("run"), false))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("at most 0 bad samples");
        assertThatTheLogSaysIt();
    }

    @Test
    void manyRefusalsAreCountedOnly() {
        List<String> lines = new ArrayList<>();
        SkippedSamples skipped = new SkippedSamples(lines::add);
        for (int i = 0; i < 1000; i++) {
            skipped.add(new Bad("web", i, "image " + i + " is small", true));
        }
        skipped.add(new Bad("list", 7, "no image", false));
        skipped.close();
        assertThat(lines).hasSize(100 + 1 + 1 + 1).contains("skipped: image 99 is small", "skipped: no image");
        assertThat(lines.getLast())
                .isEqualTo("skipped in all: list: 1 bad, 0 refused by the checks;"
                        + " web: 0 bad, 1000 refused by the checks");
    }
}
