// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
    @TempDir
    private Path folder;

    private Source open() {
        return new SourceConfig.Folder(folder).open(ImageChecks.NONE, 1);
    }

    @Test
    void everyFileOfAFolderIsUsedOrLeftOutForAReason() throws IOException {
        for (String name :
                List.of("a.PNG", "a.TXT", "b.jfif", "b.txt", "c.tiff", ".d.png", "e.caption", "f.txt", "LICENSE")) {
            TestData.text(folder.resolve(name), "x");
        }
        Files.createDirectory(folder.resolve("more"));
        Files.createSymbolicLink(folder.resolve("g.png"), folder.resolve("nowhere.png"));
        Files.createSymbolicLink(folder.resolve("h.png"), folder.resolve("b.jfif"));
        Source source = open();
        assertThat(source.size()).isEqualTo(3); // h is an image without a caption
        Inventory inventory = source.inventory();
        assertThat(inventory.used()).isEqualTo(5);
        assertThat(inventory.lines())
                .containsExactlyInAnyOrder(
                        "1 left out, hidden files: .d.png",
                        "1 left out, images of formats that are not read: c.tiff",
                        "1 left out, captions are read from .txt: e.caption",
                        "1 left out, no image of that name: f.txt",
                        "1 left out, pipes, devices and links to nothing: g.png",
                        "1 left out, folders below are not looked into: more");
        assertThat(inventory.seen()).isEqualTo(11);
    }

    @Test
    void manyAreCountedAndTheFirstNamed() {
        TestData.text(folder.resolve("a.png"), "x");
        for (int i = 0; i < 6; i++) {
            TestData.text(folder.resolve(i + ".heic"), "x");
        }
        assertThat(open().inventory().lines())
                .containsExactly(
                        "6 left out, images of formats that are not read: 0.heic, 1.heic, 2.heic, 3.heic, ...");
    }

    @Test
    void aFolderWithoutImagesSaysWhatIsThere() {
        TestData.text(folder.resolve("a.avif"), "x");
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found none; 1 left out, images of formats that are not read: a.avif");
        assertThatThrownBy(() -> new SourceGuess(null, null, null).of(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found none of these; 1 left out, images of formats that are not read: a.avif");
    }

    @Test
    void namesThatLookTheSameAreTheSame() {
        String composed = "caf\u00e9";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        TestData.png(folder.resolve(decomposed + ".png"), 8, 8, 1);
        TestData.text(folder.resolve(composed + ".txt"), "a café");
        TestData.png(folder.resolve("sub/p.png"), 8, 8, 2);
        assertThat(open().read(0).text()).isEqualTo("a café");
        Path list = TestData.text(folder.resolve("l.json"), """
            [{"txt": "t", "image_path": "%s.png"}, {"txt": "t", "image_path": "sub\\\\p.png"},
             {"txt": "t", "image_path": "sub"}, {"txt": "t", "image_path": "no/p.png"}]
            """.formatted(composed));
        Source source = new SourceConfig.TextToImageSft(list, folder).open(ImageChecks.NONE, 1);
        assertThat(source.read(0).target().rgb())
                .isEqualTo(TestData.image(8, 8, 1).rgb());
        assertThat(source.read(1).target().rgb())
                .isEqualTo(TestData.image(8, 8, 2).rgb());
        assertThatThrownBy(() -> source.read(2)).hasMessageContaining("sub: expected a file, found a folder");
        assertThatThrownBy(() -> source.read(3)).hasMessageContaining("file not found; there is no folder");
    }

    @Test
    void otherFilesBesideListsAreTold() {
        TestData.text(folder.resolve("a.json"), "[{}]");
        TestData.text(folder.resolve("b.tar.gz"), "x");
        Source source = new SourceConfig.TextToImageSft(folder, null).open(ImageChecks.NONE, 1);
        assertThat(source.inventory().lines())
                .containsExactly("1 left out, data of another kind, or compressed: b.tar.gz");
    }

    @Test
    void aCompressedFileIsNotUnpacked() {
        Path packed = TestData.text(folder.resolve("b.tar.gz"), "x");
        assertThatThrownBy(() -> new SourceGuess(null, null, null).of(packed))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found a compressed file or one of another kind; unpack it");
    }

    @Test
    void aRunIsToldOnce() {
        TestData.png(folder.resolve("a.png"), 8, 8, 1);
        TestData.text(folder.resolve("a.txt"), "t");
        TestData.text(folder.resolve("b.txt"), "t");
        List<String> told = new ArrayList<>();
        var config = new DataConfig(
                ImageProcess.REFERENCE,
                ImageChecks.REFERENCE,
                DataConfig.Text.REFERENCE,
                1,
                true,
                DataConfig.Loader.DEFAULT,
                List.of(new DataConfig.GroupConfig(1, 1, List.of(new SourceConfig.Folder(folder)))));
        var omissions = new Omissions() {
            @Override
            public void add(BadSamples.Bad sample) {
                told.add(sample.reason());
            }

            @Override
            public void leftOut(String source, Inventory inventory) {
                told.add(source + " " + inventory.lines());
            }
        };
        try (DataLoader loader = DataLoader.open(config, new Seed(1), number -> number + 1, Limits.NONE, omissions)) {
            loader.batch(0);
            loader.batch(1);
        }
        assertThat(told).containsExactly(folder + " [1 left out, no image of that name: b.txt]");
    }

    @Test
    void aSourceKnowsItsOwnFiles() throws IOException {
        Path image = TestData.png(folder.resolve("data/a.png"), 8, 8, 1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
        Path list = TestData.text(folder.resolve("l.json"), "[{\"txt\": \"t\", \"image_path\": \"a.png\"}]");
        Source source = new SourceConfig.TextToImageSft(list, folder.resolve("data")).open(ImageChecks.NONE, 1);
        assertThat(source.reads(link.resolve("a.png"))).isTrue();
        assertThat(source.reads(image)).isTrue();
        assertThat(source.reads(list)).isTrue();
        assertThat(source.reads(folder.resolve("data/new.png"))).isFalse();
        Source images = new SourceConfig.Folder(folder.resolve("data")).open(ImageChecks.NONE, 1);
        assertThat(images.reads(link.resolve("new.png"))).isTrue();
        assertThat(images.reads(folder.resolve("new.png"))).isFalse();
    }
}
