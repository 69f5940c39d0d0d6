// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.RunOfSmoke;
import io.github.deepgen4j.training.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that users copy, damage and mistype. */
class CheckpointsTest {
    @TempDir
    private Path folder;

    private Path run;
    private Path checkpoints;

    private static TrainConfig config(int steps, int keep) {
        return RunOfSmoke.config(
                "steps=" + steps, "checkpoint.every=1", "checkpoint.keep=" + keep, "trainable=[connector]", "ema=0");
    }

    @BeforeEach
    void twoSteps() {
        run = folder.resolve("run");
        checkpoints = run.resolve("checkpoints");
        RunOfSmoke.train(config(2, 2), run, false);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(checkpoints)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Copies, folders of other tools, and files are neither chosen nor counted nor deleted. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void onlyWhatTheRunMadeIsChosenAndDeleted(int keep) throws IOException {
        List<String> foreign = List.of(
                "step-000002-good",
                "step-000002 (copy)",
                "step-9",
                "step-0000002",
                "step-000002.bak",
                "partial-results",
                "partial-step-000002-mine",
                "best");
        for (String name : foreign) {
            Golden.copy(checkpoints.resolve("step-000002"), checkpoints.resolve(name));
        }
        Golden.copy(checkpoints.resolve("step-000002"), checkpoints.resolve("step-000000")); // whose state says 2
        Files.createDirectory(checkpoints.resolve("partial-step-000007"));
        Files.writeString(checkpoints.resolve("step-000900"), "a file");
        assertThat(RunOfSmoke.train(config(4, keep), run, true)).isTrue();
        List<String> left = names();
        assertThat(left)
                .containsAll(foreign)
                .contains("step-000000", "step-000900")
                .doesNotContain("partial-step-000007");
        assertThat(left)
                .filteredOn(name -> name.matches("step-00000[1-9]"))
                .hasSize(keep)
                .contains("step-000004");
        assertThat(RunOfSmoke.metrics(run))
                .extracting(step -> step.get("step").asInt())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void checkpointsAreOrderedByNumber() throws IOException {
        Path many = folder.resolve("many");
        for (int step : new int[] {999_999, 1_000_000, 20, 3}) {
            Files.createDirectories(many.resolve(
                    new Checkpoints(many, config(2, 1)).folder(step).getFileName()));
        }
        assertThat(new Checkpoints(many, config(2, 1)).saved())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("step-000003", "step-000020", "step-999999", "step-1000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "null", "[]", "{}", "3", "{\"step\": null}", "{\"step\": 2, \"seed\": 1e99}", "absent"})
    void aDamagedStateIsNamedWithWhatToDo(String content) throws IOException {
        Path state = checkpoints.resolve("step-000002/state.json");
        Files.delete(state);
        if (!content.equals("absent")) {
            Files.writeString(state, content);
        }
        assertThatThrownBy(() -> RunOfSmoke.train(config(3, 2), run, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(state + ": ")
                .hasMessageEndingWith(
                        "; remove or rename the folder " + state.getParent() + " to continue from step-000001")
                .hasMessageNotContainingAny("REDACTED", "Source", "Exception", "location", "\n");
        Files.move(state.getParent(), folder.resolve("damaged"));
        assertThat(RunOfSmoke.train(config(3, 2), run, true)).isTrue();
    }

    @Test
    void aDamagedOptimizerIsNamedWithWhatToDo() throws IOException {
        Path file = checkpoints.resolve("step-000002/optimizer.safetensors");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> RunOfSmoke.train(config(3, 2), run, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(file.toString())
                .hasMessageEndingWith("to continue from step-000001");
    }

    @Test
    void aCopyUnderALaterNumberIsNotContinued() {
        Golden.copy(checkpoints.resolve("step-000001"), checkpoints.resolve("step-000005"));
        assertThatThrownBy(() -> RunOfSmoke.train(config(9, 2), run, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(
                        "step-000005/state.json: expected the step that the folder is named after, found 1");
    }

    @Test
    void aMistypedRunIsNotBegunByResuming() throws IOException {
        Path mistyped = folder.resolve("rum");
        assertThatThrownBy(() -> RunOfSmoke.train(config(3, 2), mistyped, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(mistyped + ": there is no such folder")
                .hasMessageContaining("without --resume");
        assertThat(mistyped).doesNotExist();
        Files.createDirectory(mistyped);
        assertThatThrownBy(() -> RunOfSmoke.train(config(3, 2), mistyped, true))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(mistyped + ": holds no checkpoint");
    }

    /** Trained in its own parent, a run would have put its model in the place of the one it began with. */
    @Test
    void aModelOfSomebodyElseIsNotReplaced() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("model"));
        assertThatThrownBy(() -> RunOfSmoke.train(config(1, 1), other, false))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the finished model would take its place");
    }

    @Test
    void aValidationThatWasDueIsMadeUp() throws IOException {
        Path file = run.resolve("validation.jsonl");
        List<String> whole = Files.readAllLines(file);
        assertThat(whole).hasSize(1).first().asString().startsWith("{\"step\":2,");
        Files.delete(file); // as if killed after "step 2 saved"
        assertThat(RunOfSmoke.train(config(2, 2), run, true)).isTrue();
        assertThat(Files.readAllLines(file)).isEqualTo(whole);
        assertThat(RunOfSmoke.train(config(2, 2), run, true)).isTrue();
        assertThat(Files.readAllLines(file)).isEqualTo(whole);
    }
}
