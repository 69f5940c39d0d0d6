// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench quality} prints a row for each way of drawing; wrong usage is refused before a model is opened. */
class BenchQualityTest {
    private static final Path LPIPS = RepositoryFiles.ROOT.resolve(
            "engines/src/test/resources/io/github/deepgen4j/engines/tiny/lpips/lpips.onnx");

    @TempDir
    private Path folder;

    private CommandRun quality(Object... options) throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a red circle\na blue star\n");
        List<Object> words = new ArrayList<>(List.of("bench", "quality", "-m", Golden.path("tiny")));
        words.addAll(List.of("--prompts", prompts, "--size", "32x32", "--steps", "3", "--cfg", "2"));
        words.addAll(List.of(options));
        return CommandRun.of(words.toArray());
    }

    @Test
    void aPerceptualDistanceIsAColumnOfItsOwn() throws IOException {
        CommandRun run = quality("--speeds", "exact,fast", "--lpips", LPIPS);
        assertThat(run.exitCode()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(1)).endsWith("worst   LPIPS");
        assertThat(lines.get(2)).startsWith("exact").endsWith(" 0.0000");
        assertThat(lines.get(3)).startsWith("fast").matches(".* 0\\.\\d{4}");
        assertThat(lines).hasSize(4);
    }

    @Test
    void filesThatCompareNothingAreRefused() throws IOException {
        Path clip = LPIPS.resolve("../../clip/image.onnx").normalize();
        CommandRun run = quality("--lpips", clip);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("image.onnx: expected two inputs, the images to compare");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void optionsThatBelongTogetherAreAskedFor() throws IOException {
        assertThat(quality("--threshold").err()).contains("only valid with --find");
        assertThat(quality("--shapeworld", "1").err()).contains("expected either --prompts");
        assertThat(quality("--find", "1.5").err()).contains("--find expected 0 to 1, found 1.5");
        assertThat(quality("--find", "0.9", "--write", "exact").err()).contains("--write expected balanced or fast");
    }
}
