// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of every format are made again from what their files say. */
class ReproduceCommandTest {
    @TempDir
    private Path folder;

    private Generated image;

    @BeforeEach
    void generate() {
        try (DeepGen deepgen = DeepGen.open(Path.of(System.getProperty("deepgen.golden"), "tiny"))) {
            image = deepgen.generate(GenerateRequest.of("a red äpple")
                    .withSize(48, 32)
                    .withSteps(1)
                    .withSeed(-3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.jpg", "a.webp"})
    void everyFormatIsReproducedByteForByte(String name) throws IOException {
        Path file = folder.resolve(name);
        image.write(file);
        Path again = folder.resolve("again.webp");
        CommandRun run = CommandRun.of("reproduce", file.toString(), "-o", again.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("identical: all " + Files.size(file) + " bytes");
        assertThat(Image.read(again).sha256()).isEqualTo(image.image().sha256());
        assertThat(Recipe.read(again)).isEqualTo(image.recipe());
    }

    /** The recipe says which shortcuts were taken; several ways of saying it add up. */
    @Test
    void shortcutsAreTakenAgain() {
        Path file = folder.resolve("fast.png");
        Path tiny = Path.of(System.getProperty("deepgen.golden"), "tiny");
        CommandRun drawn = CommandRun.of(
                "generate",
                "a",
                "-m",
                tiny,
                "--size",
                "32x32",
                "--steps",
                "4",
                "--speed",
                "fast",
                "--reuse",
                "1,3/4",
                "-o",
                file);
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(Recipe.read(file).shortcuts()).hasToString("guidance 0.0,0.6, reuse 1,3/4");
        assertThat(CommandRun.of("reproduce", file).out()).startsWith("identical");
    }

    @Test
    void aJpegKeepsItsQuality() throws IOException {
        Path file = Files.write(folder.resolve("a.jpg"), image.jpeg(33));
        assertThat(CommandRun.of("reproduce", file.toString()).out()).startsWith("identical");
    }

    /** They had no parameters. */
    @Test
    void imagesOfEarlierVersionsAreStillIdentical() {
        Path file = folder.resolve("a.png");
        String recipe = image.recipe().text().get(Recipe.KEY);
        image.image().writePng(file, Map.of(Recipe.KEY, recipe));
        assertThat(ImageText.read(file)).hasSize(1);
        assertThat(CommandRun.of("reproduce", file.toString()).out()).startsWith("identical");
    }

    @Test
    void anotherEndingIsRefusedBeforeTheWork() {
        Path file = folder.resolve("a.png");
        image.write(file);
        CommandRun run = CommandRun.of("reproduce", file.toString(), "-o", "again.tiff");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("again.tiff: expected a name that ends in .png, .jpg, .jpeg or .webp");
    }
}
