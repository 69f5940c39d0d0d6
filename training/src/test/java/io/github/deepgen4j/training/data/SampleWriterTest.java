// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWriterTest {
    private static final ShapeWorldData DATA = new ShapeWorldData(Map.of(Category.POSITION, 1.0, Category.COUNT, 1.0));

    @TempDir
    private Path folder;

    private Path write(String name, int count) {
        Path out = folder.resolve(name);
        new SampleWriter(out, 64).write(DATA.numbered(3), count, () -> false, _ -> {});
        return out;
    }

    @Test
    void whatIsWrittenCanBeTrainedWith() {
        Path out = write("a", 12);
        DataConfig config = DataConfigFile.read(out.resolve("data.yaml"));
        Queue<BadSamples.Bad> skipped = new ConcurrentLinkedQueue<>();
        try (DataLoader loader =
                DataLoader.open(config, new Seed(1), number -> number + 1, Limits.NONE, skipped::add)) {
            assertThat(loader.cycle()).isEqualTo(3);
            for (int n = 0; n < 6; n++) {
                assertThat(loader.batch(n).samples())
                        .hasSize(4)
                        .allMatch(sample -> sample.target().width() == 64);
            }
        }
        assertThat(skipped).isEmpty();
        SourceConfig captions = new SourceConfig.Caption(
                out.resolve("caption.json"), out.resolve("pictures"), out.resolve("annotations"), "caption");
        SourceConfig texts = new SourceConfig.TextToImageSft(out.resolve("t2i.json"), out.resolve("pictures"));
        Sample caption = captions.open(config.checks(), 1).read(11);
        Sample text = texts.open(config.checks(), 1).read(11);
        assertThat(caption.text()).isEqualTo(text.text()).isNotBlank();
        assertThat(caption.target().rgb()).isEqualTo(text.target().rgb());
    }

    @Test
    void editsAreWrittenWithWhatTheyChange() {
        Map<Kind, Double> weights = new LinkedHashMap<>();
        Kind.ALL.forEach(kind -> weights.put(kind, 1.0));
        ShapeWorldData data = new ShapeWorldData(weights);
        Path out = folder.resolve("all");
        int count = 150;
        new SampleWriter(out, 64).write(data.numbered(3), count, () -> false, _ -> {});
        DataConfig config = DataConfigFile.read(out.resolve("data.yaml"));
        try (Mix mix = Mix.open(config)) {
            Source edits = mix.sources().getFirst();
            assertThat(edits.type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
            assertThat(edits.size() + mix.sources().get(1).size()).isEqualTo(count);
            Set<Kind> seen = new HashSet<>();
            int next = 0;
            for (int i = 0; i < count; i++) {
                Example example = data.draw(1, new Seed(3).with(i).random()).getFirst();
                if (example.kind() instanceof Edit) {
                    Sample sample = edits.read(next++);
                    assertThat(sample.text()).isEqualTo(example.prompt());
                    assertThat(sample.target().rgb()).isEqualTo(example.target().rgb());
                    assertThat(sample.references()).hasSize(1);
                    assertThat(sample.references().getFirst().rgb())
                            .isEqualTo(example.reference().orElseThrow().rgb());
                    seen.add(example.kind());
                }
            }
            assertThat(next).isEqualTo(edits.size());
            assertThat(seen).containsExactlyInAnyOrder(Edit.values());
        }
    }

    @Test
    void editsAloneNeedNoTexts() {
        Path out = folder.resolve("edits");
        new SampleWriter(out, 64)
                .write(new ShapeWorldData(Map.of(Edit.MOVE, 1.0)).numbered(3), 4, () -> false, _ -> {});
        assertThat(out.resolve("t2i.json")).doesNotExist();
        try (DataLoader loader = DataLoader.open(DataConfigFile.read(out.resolve("data.yaml")), new Seed(1))) {
            assertThat(loader.cycle()).isEqualTo(1);
            assertThat(loader.batch(0).type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
        }
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
        new SampleWriter(folder.resolve("stopped"), 64).write(DATA.numbered(3), 5, () -> true, _ -> {});
        assertThat(Files.exists(folder.resolve("stopped/data.yaml"))).isFalse();
    }
}
