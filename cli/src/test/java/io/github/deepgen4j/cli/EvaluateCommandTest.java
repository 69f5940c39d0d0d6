// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** evaluate as a user types it, over the tiny golden checkpoint. */
class EvaluateCommandTest {
    private static final String TINY =
            Path.of(System.getProperty("deepgen.golden"), "tiny").toString();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private CommandRun run(String step, String... more) {
        return run(folder, step, more);
    }

    private static CommandRun run(Path folder, String step, String... more) {
        List<String> arguments = new ArrayList<>(List.of("evaluate", step, "shapeworld", "-o", folder.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    private CommandRun generate(String... more) {
        return generate(folder, more);
    }

    private static CommandRun generate(Path folder, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-m", TINY, "--steps", "1", "--size", "64x64", "--only", "single,edit_move"));
        arguments.addAll(List.of(more));
        return run(folder, "generate", arguments.toArray(String[]::new));
    }

    /** The weights that every user begins with: a wrong file or a broken layer would draw something, but not this. */
    @Test
    void theEmbeddedModelDrawsWhatItsCardSays() {
        assertThat(run("generate", "-m", "nano", "--steps", "10", "--per-category", "2")
                        .exitCode())
                .isZero();
        JsonNode score = new JsonMapper().readTree(run("score", "--json").out());
        int prompts = 0;
        int edits = 0;
        for (JsonNode group : score.get("groups")) {
            int passed = group.get("passed").intValue();
            if (group.get("edits").booleanValue()) {
                edits += passed;
            } else {
                prompts += passed;
            }
        }
        assertThat(prompts).as("passed of 18 prompts").isGreaterThanOrEqualTo(14);
        assertThat(edits).as("passed of 16 edits").isGreaterThanOrEqualTo(11);
    }

    @Test
    void imagesAreDrawnWithAdaptersAndNotMixedWithOthers() throws IOException {
        String adapter = Path.of(TINY, "../lora/peft").normalize() + ":0.5";
        assertThat(generate("--per-category", "1").exitCode()).isZero();
        CommandRun mixed = generate("--per-category", "1", "--lora", adapter);
        assertThat(mixed.exitCode()).isEqualTo(1);
        assertThat(mixed.err()).contains(folder + ": was begun with");

        Path other = folder.resolve("other");
        CommandRun drawn = generate(other, "--per-category", "1", "--lora", adapter);
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        Path image = Path.of("pictures/single/000.png");
        assertThat(PngText.read(other.resolve(image)).get("deepgen")).contains("lora/peft", "\"strength\":0.5");
        assertThat(Image.read(other.resolve(image)).sha256())
                .isNotEqualTo(Image.read(folder.resolve(image)).sha256());
        CommandRun missing = generate(folder.resolve("third"), "--lora", "no-such-lora");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("no-such-lora");
    }

    @Test
    void imagesAreDrawnScoredAndReported() throws IOException {
        CommandRun first = generate("--per-category", "1");
        assertThat(first.err()).doesNotContain("deepgen:");
        assertThat(first.exitCode()).isZero();
        Path kept = folder.resolve("pictures/edit_move/000.png");
        assertThat(PngText.read(kept).get("deepgen")).contains("\"prompt\":\"move the", "references/edit_move/000.png");
        assertThat(Image.read(folder.resolve("references/edit_move/000.png")).width())
                .isEqualTo(64);
        Files.setLastModifiedTime(kept, FileTime.fromMillis(1_000_000));
        assertThat(generate("--per-category", "2").exitCode()).isZero();
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(FileTime.fromMillis(1_000_000));
        assertThat(folder.resolve("pictures/single/001.png")).exists();

        CommandRun score = run("score", "--json");
        assertThat(score.exitCode()).isZero();
        assertThat(score.out()).contains("\"group\":\"single\"", "\"images\":2", "\"kept_dB\"");
        assertThat(run("score").out())
                .contains("single")
                .contains("of    2 passed")
                .containsPattern("all +\\d+ of +\\d+ passed");
        CommandRun report = run("report");
        assertThat(report.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("report.md"))).contains("| single | 2 |", "| edit_move | 2 |");
        assertThat(folder.resolve("report.png")).exists();

        CommandRun other = generate("--per-category", "2", "--seed", "7");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err().lines()).hasSize(1);
        assertThat(other.err()).contains("was begun with", "name another folder");
    }

    @Test
    void stepsWithoutTheOneBeforeAreRefused() {
        assertThat(run("score").err()).contains("deepgen evaluate generate").hasLineCount(1);
        assertThat(run("report").exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--only edit_absent",
                "--only single --split composition",
                "--split train",
                "--per-category 0",
                "--steps 0"
            })
    void wrongUsageIsExplainedAndExitsWith2(String options) {
        CommandRun result = run("generate", options.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("expected").doesNotContain("Exception");
    }
}
