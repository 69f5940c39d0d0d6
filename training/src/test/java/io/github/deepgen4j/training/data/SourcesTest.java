// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    @TempDir
    private Path folder;

    private static Source open(SourceConfig config) {
        return config.open(ImageChecks.REFERENCE, 1);
    }

    @Test
    void captionsAreReadFromTheirOwnFiles() {
        TestData.png(folder.resolve("images/a/b.png"), 90, 100, 1);
        TestData.text(folder.resolve("captions/b.json"), "{\"prompt\": \"a cät\", \"other\": 3}");
        Path list = TestData.text(folder.resolve("l.json"), "[{\"image\":\"a/b.png\",\"annotation\":\"b.json\"}]");
        Source source =
                open(new SourceConfig.Caption(list, folder.resolve("images"), folder.resolve("captions"), "prompt"));
        Sample sample = source.read(0);
        assertThat(sample.type()).isEqualTo(SampleType.TEXT_TO_IMAGE);
        assertThat(sample.text()).isEqualTo("a cät");
        assertThat(sample.target().rgb()).isEqualTo(TestData.image(90, 100, 1).rgb());
        assertThat(sample.where()).isEqualTo(list + "[0]");
        Source defaultKey =
                open(new SourceConfig.Caption(list, folder.resolve("images"), folder.resolve("captions"), "caption"));
        assertThatThrownBy(() -> defaultKey.read(0))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("'caption' expected a string, found nothing");
    }

    @Test
    void aCaptionThatCannotBeReadIsABadSample() {
        TestData.png(folder.resolve("a.png"), 90, 90, 1);
        TestData.text(folder.resolve("list.json"), "[]");
        TestData.text(folder.resolve("cut.json"), "{\"caption\": ");
        String item = "{\"image\": \"a.png\", \"annotation\": \"%s\"}";
        Path list = TestData.text(
                folder.resolve("l.json"),
                "["
                        + String.join(
                                ",",
                                List.of("absent.json", "list.json", "cut.json", "\\u0000").stream()
                                        .map(item::formatted)
                                        .toList())
                        + "]");
        Source source = open(new SourceConfig.Caption(list, folder, folder, "caption"));
        for (int i = 0; i < source.size(); i++) {
            int index = i;
            assertThatThrownBy(() -> source.read(index))
                    .isInstanceOf(BadSampleException.class)
                    .hasMessageContaining("l.json[" + i + "]");
        }
    }

    @Test
    void aFolderIsItsArraysInTheOrderOfTheirNames() {
        String item = "{\"txt\": \"%s\", \"image_path\": \"%s\"}";
        Path image = TestData.png(folder.resolve("p.png"), 90, 90, 1);
        TestData.text(folder.resolve("lists/b.json"), "[" + item.formatted("third", image) + "]");
        TestData.text(
                folder.resolve("lists/a.json"),
                " [ " + item.formatted("fürst", image) + " ,\n" + item.formatted("second", image) + "]\n");
        TestData.text(folder.resolve("lists/ignored.txt"), "?");
        Source source = open(new SourceConfig.TextToImageSft(folder.resolve("lists"), null));
        assertThat(source.size()).isEqualTo(3);
        assertThat(List.of(
                        source.read(0).text(),
                        source.read(1).text(),
                        source.read(2).text()))
                .containsExactly("fürst", "second", "third");
    }

    @Test
    void editsHaveAsManyReferencesAsAskedFor() {
        SourceConfig config = new SourceConfig.Edit(TestData.edits(folder, 2), folder.resolve("pictures"));
        Sample one = config.open(ImageChecks.REFERENCE, 1).read(1);
        assertThat(one.type()).isEqualTo(SampleType.IMAGE_TO_IMAGE);
        assertThat(one.text()).isEqualTo("edit 1");
        assertThat(one.references()).hasSize(1);
        assertThat(one.references().getFirst().rgb())
                .isEqualTo(TestData.image(96, 96, 101).rgb());
        assertThat(one.target().rgb()).isEqualTo(TestData.image(96, 96, 201).rgb());
        assertThat(config.open(ImageChecks.REFERENCE, 5).read(1).references()).hasSize(2);
    }

    @Test
    void aFolderOfImagesHasCaptionsBesideThem() {
        TestData.png(folder.resolve("b.png"), 64, 48, 1);
        TestData.text(folder.resolve("b.txt"), " ein Bär\n");
        TestData.image(20, 20, 2).writePng(folder.resolve("a.b.PNG"));
        TestData.text(folder.resolve("a.b.txt"), "small");
        TestData.png(folder.resolve("c.png"), 64, 64, 3);
        TestData.text(folder.resolve("notes.txt"), "no image");
        TestData.text(folder.resolve(".b.png"), "no image either");
        SourceConfig guessed = new SourceGuess(null, null, null).of(folder);
        assertThat(guessed).isEqualTo(new SourceConfig.Folder(folder));
        Source source = open(guessed);
        assertThat(source.size()).isEqualTo(3);
        assertThat(source.read(0).text()).isEqualTo("small");
        Sample sample = source.read(1);
        assertThat(sample.text()).isEqualTo("ein Bär");
        assertThat(sample.type()).isEqualTo(SampleType.TEXT_TO_IMAGE);
        assertThat(sample.target().rgb()).isEqualTo(TestData.image(64, 48, 1).rgb());
        assertThatThrownBy(() -> source.read(2))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("expected its caption in " + folder.resolve("c.txt"));
        assertThatThrownBy(() -> open(new SourceConfig.Folder(folder.resolve("absent"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("absent: expected a folder of images");
    }

    @Test
    void reconstructionShowsTheImageOnBothSides() {
        TestData.png(folder.resolve("a.png"), 90, 90, 1);
        Path list = TestData.text(folder.resolve("l.json"), "[{\"image\": \"a.png\"}]");
        Sample sample = open(new SourceConfig.Reconstruct(list, folder)).read(0);
        assertThat(sample.text()).isEqualTo("Keep the image as it is.");
        assertThat(sample.references()).containsExactly(sample.target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"80x200", "200x80", "1000x100", "100x1000"})
    void theReferencesChecksRefuse(String size) {
        String[] sides = size.split("x");
        Image image = TestData.image(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), 1);
        image.writePng(folder.resolve("a.png"));
        Path list = TestData.text(
                folder.resolve("l.json"), "[{\"image\": \"a.png\", \"image_path\": \"a.png\", \"txt\": \"t\"}]");
        Source checked = open(new SourceConfig.Reconstruct(list, folder));
        assertThatThrownBy(() -> checked.read(0))
                .isInstanceOf(BadSampleException.class)
                .hasMessageContaining("found " + size);
        SourceConfig trusted = new SourceConfig.TextToImageSft(list, folder);
        assertThat(open(trusted).read(0).target().size()).hasToString(size);
        Source asked = trusted.open(new ImageChecks(80, 10, true), 1);
        assertThatThrownBy(() -> asked.read(0)).isInstanceOf(BadSampleException.class);
    }

    @Test
    void theReferencesChecksAcceptTheNextSizes() {
        for (int[] size : new int[][] {{81, 81}, {999, 100}, {100, 999}}) {
            ImageChecks.REFERENCE.require(TestData.image(size[0], size[1], 1).size(), "x");
        }
    }

    @Test
    void aBadItemIsBadAlone() {
        TestData.png(folder.resolve("a.png"), 90, 90, 1);
        TestData.text(folder.resolve("broken.png"), "no image");
        Path list = TestData.text(folder.resolve("l.json"), """
            [7, {"txt": 3, "image_path": "a.png"}, {"txt": "t", "image_path": "absent.png"},
             {"txt": "t", "image_path": "broken.png"}, {"txt": "t", "image_path": "\\u0000"},
             {"txt": "good", "image_path": "a.png"}]\
            """);
        Source source = open(new SourceConfig.TextToImageSft(list, folder));
        assertThat(source.size()).isEqualTo(6);
        String[] reasons = {"expected an object", "'txt' expected a string", "absent.png", "expected PNG", "[4]"};
        for (int i = 0; i < reasons.length; i++) {
            int index = i;
            assertThatThrownBy(() -> source.read(index))
                    .isInstanceOf(BadSampleException.class)
                    .hasMessageContaining(list + "[" + i + "]")
                    .hasMessageContaining(reasons[i]);
        }
        assertThat(source.read(5).text()).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[{}", "[{},", "[{]", "[]", "[1 2]", "x"})
    void whatIsNoArrayCannotBeOpened(String content) {
        Path list = TestData.text(folder.resolve("l.json"), content);
        assertThatThrownBy(() -> open(new SourceConfig.TextToImageSft(list, null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("l.json");
    }

    @Test
    void filesThatAreNotThereCannotBeOpened() {
        assertThatThrownBy(() -> open(new SourceConfig.TextToImageSft(folder.resolve("absent"), null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("file not found");
        assertThatThrownBy(() -> open(new SourceConfig.TextToImageSft(folder, null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("files ending in .json or .jsonl, found none");
    }
}
