// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** data shapeworld, check and cache as a user types them. */
class DataCommandsTest {
    private static final String TINY =
            Path.of(System.getProperty("deepgen.golden"), "tiny").toString();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private Path shapeWorld(int count) {
        Path out = folder.resolve("shapes");
        CommandRun made =
                CommandRun.of("data", "shapeworld", "-o", out, "--count", count, "--categories", "single,position");
        assertThat(made.err()).isEmpty();
        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).isEqualTo(out.resolve("data.yaml") + System.lineSeparator());
        return out;
    }

    @Test
    void aGoodSetPassesTheCheck() {
        Path data = shapeWorld(6);
        Path sheet = folder.resolve("sheet.png");
        CommandRun check = CommandRun.of("data", "check", data.resolve("data.yaml"), "--contact-sheet", sheet);
        assertThat(check.exitCode()).isZero();
        assertThat(check.out().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("6 of 6 samples read, 0 to be skipped"));
        assertThat(Image.read(sheet).size()).hasToString("1038x388"); // 12 + 6 images in rows of 8
    }

    @Test
    void editsAreWrittenAndChecked() {
        Path out = folder.resolve("edits");
        CommandRun made = CommandRun.of(
                "data", "shapeworld", "-o", out, "--count", 8, "--categories", "edit_move,edit_reason,single");
        assertThat(made.exitCode()).as(made.err()).isZero();
        CommandRun check = CommandRun.of("data", "check", out.resolve("data.yaml"));
        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).contains("edit.json: image2image", "t2i.json: text2image");
        CommandRun wrong = CommandRun.of("data", "shapeworld", "-o", out, "--categories", "edit_fly");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("edit_move", "found edit_fly");
        assertThat(CommandRun.of("data", "shapeworld", "--help").out()).contains("edit_recolour");
    }

    @Test
    void checkSaysWhatWouldBeSkippedAndWhy() throws IOException {
        Path data = shapeWorld(3);
        Files.writeString(data.resolve("pictures/000/000001.png"), "no image");
        CommandRun check = CommandRun.of(
                "data", "check", data.resolve("t2i.json"), "--image-folder", data.resolve("pictures"), "--json");
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).startsWith("{\"source\":").contains("\"checked\":3", "\"index\":1", "expected PNG");
        CommandRun small = CommandRun.of(
                "data", "check", data.resolve("reconstruct.json"), "--image-folder", data.resolve("pictures"));
        assertThat(small.exitCode()).isEqualTo(1);
        assertThat(small.out())
                .contains("3 to be skipped", "000002.png: expected both sides longer than 80 pixels, found 64x64");
    }

    @Test
    void aSizeThatIsAskedForIsCheckedOfTrustedImagesToo() throws IOException {
        Path data = shapeWorld(3);
        Path list = data.resolve("t2i.json");
        assertThat(CommandRun.of("data", "check", list, "--image-folder", data.resolve("pictures"))
                        .exitCode())
                .isZero();
        CommandRun larger =
                CommandRun.of("data", "check", list, "--image-folder", data.resolve("pictures"), "--min-size", "64");
        assertThat(larger.exitCode()).isEqualTo(1);
        assertThat(larger.out()).contains("longer than 64");
    }

    @Test
    void cacheComputesWhatIsNew() throws IOException {
        Path data = shapeWorld(2);
        Path cache = folder.resolve("cache");
        for (int run = 0; run < 2; run++) {
            CommandRun cached = CommandRun.of("data", "cache", data.resolve("data.yaml"), "-m", TINY, "-o", cache);
            assertThat(cached.err()).isEmpty();
            assertThat(cached.exitCode()).isZero();
            assertThat(cached.out()).contains("4 samples cached, 0 cannot be used");
            try (Stream<Path> files = Files.walk(cache)) {
                assertThat(files.filter(Files::isRegularFile).count()).isEqualTo(2); // images
            }
        }
        CommandRun texts =
                CommandRun.of("data", "cache", data.resolve("data.yaml"), "-m", TINY, "-o", cache, "--what", "texts");
        assertThat(texts.exitCode()).isEqualTo(2);
    }

    @Test
    void wrongUsageIsSaid() {
        assertThat(CommandRun.of("data").out()).contains("shapeworld", "check", "cache");
        assertThat(CommandRun.of("data", "check").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("data", "shapeworld", "-o", folder.resolve("x"), "--count", "0")
                        .exitCode())
                .isEqualTo(2);
        CommandRun absent = CommandRun.of("data", "check", folder.resolve("absent.json"));
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("absent.json: file not found");
    }

    /** Two images with captions, and one whose ratio no model of a square position table takes. */
    private Path images() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        Image.of(96, 96, new byte[3 * 96 * 96]).writePng(images.resolve("a.png"));
        Image.of(2000, 60, new byte[3 * 2000 * 60]).writePng(images.resolve("wide.png"));
        Files.writeString(images.resolve("a.txt"), " a black square ");
        Files.writeString(images.resolve("wide.txt"), "a black bar" + " and so on".repeat(400));
        return images;
    }

    @Test
    void filesThatAreNotUsedAreTold() throws IOException {
        Path images = images();
        Files.writeString(images.resolve("b.tiff"), "x");
        CommandRun check = CommandRun.of("data", "check", images);
        assertThat(check.exitCode()).isZero();
        assertThat(check.out())
                .contains(
                        "2 of 2 samples read, 0 to be skipped, 0 without text, 1 with blanks around the text",
                        "  5 files or members seen, 4 in samples",
                        "  1 left out, images of formats that are not read: b.tiff");
        assertThat(CommandRun.of("data", "check", images, "--json").out())
                .contains("\"inventory\":{", "\"seen\":5", "\"trimmedTexts\":1");
    }

    @Test
    void theLimitsOfAModelAreChecked() throws IOException {
        CommandRun check = CommandRun.of("data", "check", images(), "-m", "nano");
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out())
                .contains("1 to be skipped", "wide.png: after its resize the model does not take the image")
                .contains("sides of at most 256")
                .doesNotContain("a.png");
    }

    @Test
    void theDataOfARunAreCheckedAsTheRunSeesThem() throws IOException {
        images();
        String run = Files.readString(RepositoryFiles.ROOT.resolve("configs/nano-finetune.yaml"));
        Path config = Files.writeString(
                folder.resolve("run.yaml"),
                run.replace("data_path: my-pictures", "data_path: " + folder.resolve("images"))
                        .replace("crop2square, size: 64", "fix_pixels, size: 64"));
        CommandRun check = CommandRun.of("data", "check", config);
        assertThat(check.exitCode()).isEqualTo(1); // its model is nano
        assertThat(check.out()).contains("wide.png: after its resize the model does not take the image");
        Path cropped = Files.writeString(
                folder.resolve("crop.yaml"),
                run.replace("data_path: my-pictures", "data_path: " + folder.resolve("images")));
        Path sheet = folder.resolve("sheet.png");
        check = CommandRun.of("data", "check", cropped, "--contact-sheet", sheet);
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.out()).contains("1 with more tokens than a run takes (cut)");
        assertThat(Files.exists(sheet)).isTrue();
    }

    @Test
    void aSheetReplacesNoFileThatIsChecked() throws IOException {
        Path images = images();
        Path link = Files.createSymbolicLink(folder.resolve("link"), images);
        byte[] before = Files.readAllBytes(images.resolve("a.png"));
        for (Path sheet : new Path[] {images.resolve("a.png"), link.resolve("a.png"), images.resolve("new.png")}) {
            CommandRun check = CommandRun.of("data", "check", images, "--contact-sheet", sheet);
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.err()).contains("one of the files that are checked; name another");
        }
        assertThat(Files.readAllBytes(images.resolve("a.png"))).isEqualTo(before);
    }
}
