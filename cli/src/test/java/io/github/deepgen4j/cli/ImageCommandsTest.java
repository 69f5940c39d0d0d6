// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** generate, edit and reproduce as a user types them, over the tiny golden checkpoint. */
class ImageCommandsTest {
    private static final String TINY =
            Path.of(System.getProperty("deepgen.golden"), "tiny").toString();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private CommandRun generate(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("generate", "a red apple", "-m", TINY, "--steps", "2", "--size", "48x32"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void aGeneratedImageIsReproducedByteForByte() {
        Path png = folder.resolve("apple.png");
        CommandRun made = generate("-o", png.toString(), "--seed", "7");
        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).isEqualTo(png + System.lineSeparator());
        assertThat(Image.read(png).size()).hasToString("48x32");
        CommandRun again = CommandRun.of("reproduce", png.toString());
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).startsWith("identical");
    }

    @Test
    void reproduceSaysWhenPixelsDiffer() throws IOException {
        Path png = folder.resolve("apple.png");
        generate("-o", png.toString());
        Image made = Image.read(png);
        byte[] rgb = made.rgb();
        rgb[5] ^= 1;
        Image.of(48, 32, rgb).writePng(png, io.github.deepgen4j.model.image.PngText.read(png));
        CommandRun again = CommandRun.of("reproduce", png.toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).startsWith("different: 1 of 4608 values, by at most 1");
    }

    @Test
    void anEditOfAnImageIsReproducedToo() {
        Path png = folder.resolve("apple.png");
        Path edited = folder.resolve("edited.png");
        generate("-o", png.toString());
        CommandRun edit = CommandRun.of(
                "edit",
                png.toString(),
                "-p",
                "make it blue",
                "-m",
                TINY,
                "--steps",
                "2",
                "--image-size",
                "64",
                "--resize",
                "square",
                "-o",
                edited.toString());
        assertThat(edit.err()).doesNotContain("deepgen:");
        assertThat(edit.exitCode()).isZero();
        assertThat(Image.read(edited).size()).hasToString("64x64");
        assertThat(CommandRun.of("reproduce", edited.toString()).out()).startsWith("identical");
    }

    @Test
    void anEditDoesNotWriteOverWhatItEdits() {
        Path png = folder.resolve("apple.png");
        generate("-o", png.toString());
        byte[] before = Image.read(png).rgb();
        CommandRun edit = CommandRun.of("edit", png.toString(), "-p", "make it blue", "-m", TINY, "-o", png.toString());
        assertThat(edit.exitCode()).isEqualTo(2);
        assertThat(edit.err()).contains("which is read: name another file");
        assertThat(Image.read(png).rgb()).isEqualTo(before);
    }

    @Test
    void countNumbersTheFilesAndTheirSeeds() {
        Path png = folder.resolve("apple.png");
        CommandRun two = generate("-o", png.toString(), "--count", "2", "--json", "--seed", "5");
        assertThat(two.exitCode()).isZero();
        assertThat(two.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"file\":"));
        assertThat(two.out()).contains("\"seed\":5", "\"seed\":6");
        Path alone = folder.resolve("alone.png");
        generate("-o", alone.toString(), "--seed", "6");
        assertThat(Image.read(folder.resolve("apple-1.png")).rgb())
                .isEqualTo(Image.read(alone).rgb());
    }

    @Test
    void seedsOfAllKindsArePrintedAndRepeatable() {
        Path png = folder.resolve("apple.png");
        CommandRun last = generate("-o", png.toString(), "--seed", "18446744073709551615", "--count", "2", "--json");
        assertThat(last.out()).contains("\"seed\":18446744073709551615", "\"seed\":0");
        CommandRun middle = generate("-o", png.toString(), "--seed", "9223372036854775807", "--count", "2", "--json");
        assertThat(middle.out()).contains("\"seed\":9223372036854775807", "\"seed\":9223372036854775808");
        for (String random : List.of("random", "-1", "RANDOM")) {
            CommandRun run = generate("-o", folder.resolve("{seed}.png").toString(), "--seed", random);
            assertThat(run.exitCode()).isZero();
            String seed = run.out().strip().replaceFirst(".*/(\\d+)\\.png", "$1");
            assertThat(run.err()).contains("seed " + seed + ", 48x32");
            assertThat(CommandRun.of("reproduce", run.out().strip()).out()).startsWith("identical");
        }
        assertThat(generate("--seed", "18446744073709551616").err()).contains("from 0 to 18446744073709551615");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apple.jpg", "apple.JPEG", "apple.webp"})
    void theEndingChoosesTheFormat(String name) {
        Path file = folder.resolve(name);
        assertThat(generate("-o", file.toString()).exitCode()).isZero();
        assertThat(Image.read(file).size()).hasToString("48x32");
        assertThat(CommandRun.of("reproduce", file.toString()).out()).startsWith("identical");
    }

    @Test
    void namesAreMadeFromFields() {
        Path name = folder.resolve("{prompt}_{seed}_{index}.png");
        CommandRun run = generate("-o", name.toString(), "--count", "2", "--seed", "7");
        assertThat(run.out().lines())
                .containsExactly(
                        folder.resolve("a-red-apple_7_0.png").toString(),
                        folder.resolve("a-red-apple_8_1.png").toString());
        assertThat(generate("-o", "{sed}.png").err()).contains("found {sed}");
        assertThat(generate("-o", folder.resolve("{date}.png").toString(), "--count", "2")
                        .out()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.matches(".*/\\d{4}-\\d\\d-\\d\\d-[01]\\.png"));
    }

    @Test
    void guidanceOfAtMostOneIsSaidAndTakesNoNegative() {
        Path png = folder.resolve("apple.png");
        CommandRun half = generate("-o", png.toString(), "--cfg", "0.5");
        assertThat(half.exitCode()).isZero();
        assertThat(half.err()).contains("--cfg 0.5 is as 1");
        CommandRun negative = generate("-o", png.toString(), "--cfg", "1", "--negative", "blue");
        assertThat(negative.exitCode()).isEqualTo(1);
        assertThat(negative.err()).startsWith("deepgen: negative expected guidance above 1, found 1.0");
    }

    @Test
    void embeddedModelSaysWhatItCannotDraw() {
        Path png = folder.resolve("x.png");
        CommandRun cat = CommandRun.of("generate", "a cat on a table", "--steps", "1", "-o", png);
        assertThat(cat.exitCode()).isZero();
        assertThat(cat.err())
                .containsOnlyOnce("nano draws coloured shapes only and does not know: cat, table; other models");
        assertThat(CommandRun.of("generate", "a red circle", "--steps", "1", "--size", "128x128", "-o", png)
                        .err())
                .contains("nano was trained at 64x64 pixels, 128x128 may look wrong")
                .doesNotContain("does not know");
        assertThat(CommandRun.of("generate", "the text \"Q7\" in red", "--steps", "1", "-o", png)
                        .err())
                .doesNotContain("nano");
    }

    @Test
    void previewsAreWrittenWhileAnImageIsDrawnAndChangeNothing() {
        Path preview = folder.resolve("preview.jpg");
        Path plain = folder.resolve("plain.png");
        Path watched = folder.resolve("watched.png");
        CommandRun.of("generate", "a red circle", "--steps", "3", "-o", plain);
        CommandRun run = CommandRun.of("generate", "a red circle", "--steps", "3", "-o", watched, "--preview", preview);
        assertThat(run.exitCode()).isZero();
        assertThat(Image.read(preview).size()).isEqualTo(Image.read(watched).size());
        assertThat(Image.read(watched).rgb()).isEqualTo(Image.read(plain).rgb());
        assertThat(CommandRun.of("generate", "a", "--steps", "2", "-o", watched, "--preview", watched)
                        .exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of("generate", "a", "--steps", "2", "-o", watched, "--preview", "p.tiff")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aTraceGivenAsNoiseGivesTheSameImage() {
        Path trace = folder.resolve("trace.safetensors");
        Path first = folder.resolve("first.png");
        Path second = folder.resolve("second.png");
        generate("-o", first.toString(), "--trace", trace.toString());
        try (var recorded = Safetensors.open(trace)) {
            assertThat(recorded.names())
                    .contains("input_ids", "hidden_states.35", "pooled", "seq", "v_neg.0", "v_pos.1", "latents.2")
                    .contains("pixels", "image_u8");
        }
        generate("-o", second.toString(), "--noise", trace.toString(), "--seed", "99");
        assertThat(Image.read(second).rgb()).isEqualTo(Image.read(first).rgb());
        CommandRun again = CommandRun.of("reproduce", second.toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("run its command again with --noise");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--size 500x512",
                "--size big",
                "--steps 0",
                "--cfg -1",
                "--count 0",
                "--out image.gif",
                "--out absent/image.png",
                "--dtype f64",
                "--count 2 --trace t.safetensors",
                "--trace absent/t.safetensors",
                "--out /",
                "--unknown"
            })
    void wrongUsageIsExplainedAndExitsWith2(String options) {
        CommandRun result = generate(options.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines().findFirst().orElseThrow()).isNotBlank();
        assertThat(result.err()).doesNotContain("Exception");
    }

    @Test
    void skippedLayersThatCouldChangeNothingAreRefused() {
        assertThat(generate("--skip-layers", "99").err())
                .startsWith("deepgen: skip-layers expected numbers of blocks from 0 to");
        assertThat(generate("--skip-layers", "0", "--cfg", "1").err())
                .startsWith("deepgen: skip-layers expected guidance above 1, found 1.0");
    }

    @Test
    void failuresAreOneLineAndTheTraceIsThereForTheAsking() {
        CommandRun missing = CommandRun.of(
                "generate", "a star", "-m", folder.resolve("absent").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err().lines()).hasSize(1);
        assertThat(missing.err()).startsWith("deepgen: ").contains("absent").contains("no such folder");
        CommandRun verbose = CommandRun.of(
                "generate",
                "a star",
                "--verbose",
                "-m",
                folder.resolve("absent").toString());
        assertThat(verbose.err()).contains("ConfigException").contains("\tat ");
        CommandRun image = CommandRun.of("edit", folder.resolve("absent.png").toString(), "-p", "x", "-m", TINY);
        assertThat(image.exitCode()).isEqualTo(1);
        assertThat(image.err().lines()).hasSize(1);
    }

    @Test
    void nothingIsLeftWhereAnImageFailed() throws IOException {
        Path out = folder.resolve("out.png");
        CommandRun result = CommandRun.of(
                "generate",
                "a star",
                "-m",
                TINY,
                "-o",
                out.toString(),
                "--noise",
                Path.of(TINY, "model_index.json").toString());
        assertThat(result.exitCode()).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void everyCommandExplainsItself() {
        for (var command : Main.commandLine().getSubcommands().entrySet()) {
            CommandRun help = CommandRun.of(command.getKey(), "--help");
            assertThat(help.exitCode()).as(command.getKey()).isZero();
            assertThat(help.out()).startsWith("Usage: deepgen " + command.getKey());
        }
    }
}
