// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command writes over what it reads, nor two things into one file, however the files are spelled. */
@DisabledOnOs(OS.WINDOWS)
class CommandFilesTest {
    private static final Path TINY = Path.of(System.getProperty("deepgen.golden"), "tiny");

    @TempDir
    private Path folder;

    private Path image;
    private byte[] before;

    @BeforeEach
    void drawAnImage() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("real"));
        image = folder.resolve("real/in.png");
        assertThat(CommandRun.of("generate", "a", "-m", TINY, "--steps", "1", "--size", "32x32", "-o", image)
                        .exitCode())
                .isZero();
        Files.createSymbolicLink(folder.resolve("link.png"), image);
        Files.createLink(folder.resolve("hard.png"), image);
        before = Files.readAllBytes(image);
    }

    private void assertRefused(String line) throws IOException {
        List<Object> words = new ArrayList<>();
        for (String word : line.split(" ")) {
            words.add(word.replace("@", folder + "/").replace("TINY", TINY.toString()));
        }
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("name another file");
        assertThat(image).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edit @real/in.png -p red -m TINY -o @linked/in.png",
                "edit @real/in.png -p red -m TINY -o @link.png",
                "edit @real/in.png -p red -m TINY -o @hard.png",
                "edit @link.png -p red -m TINY -o @real/../real/in.png",
                "edit @real/in.png -p red -m TINY --trace @linked/in.png -o @x.png",
                "generate a -m TINY -o @x.png --trace @x.png",
                "generate a -m TINY -o @real/x.png --trace @linked/x.png",
                "generate a -m TINY -o @x.png --trace @X.png",
                "generate a -m TINY --noise @real/in.png -o @linked/in.png",
                "generate a -m TINY --noise @real/in.png --trace @link.png -o @x.png",
                "generate a -m TINY -o @{date}.png --trace @DATE.png",
                "generate --prompts @link.png -m TINY -o @real/in.png",
                "reproduce @real/in.png -m TINY -o @linked/in.png",
                "reproduce @real/in.png -m TINY -o @hard.png"
            })
    void outputsAreNeitherInputsNorEachOther(String line) throws IOException {
        if (line.contains("--prompts")) {
            line = line.replace("@link.png", "@in.csv");
            Files.writeString(
                    folder.resolve("in.csv"),
                    "prompt,out\na," + folder.resolve("y.png") + "\nb," + folder.resolve("Y.png") + "\n");
        }
        assertRefused(line.replace("DATE", LocalDate.now().toString()));
    }

    @Test
    void filesOfTheModelAreInputs() throws IOException {
        assertRefused("generate a -m TINY -o @x.png --trace TINY/vae/diffusion_pytorch_model.safetensors");
        assertRefused("model verify TINY --write-manifest TINY/vae/config.json");
        Files.writeString(folder.resolve("a.pt"), "x");
        Files.createSymbolicLink(folder.resolve("b.pt"), Path.of("a.pt"));
        assertRefused("model convert @a.pt -o @b.pt");
        assertRefused("evaluate generate shapeworld -m TINY -o TINY");
    }

    @Test
    void streamsAreNoFilesToBeCompared() {
        CommandRun run = CommandRun.of(
                "generate",
                "a",
                "-m",
                TINY,
                "--steps",
                "1",
                "--size",
                "32x32",
                "-o",
                "/dev/null",
                "--trace",
                "/dev/null");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }
}
