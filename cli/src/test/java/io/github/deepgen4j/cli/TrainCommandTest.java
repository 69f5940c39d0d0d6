// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code deepgen train} as a process. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TrainCommandTest {
    @TempDir
    Path folder;

    private ProcessRun train(Object... arguments) throws IOException {
        List<Object> command =
                new ArrayList<>(List.of("train", "../configs/smoke.yaml", "--run", folder.resolve("run")));
        for (String override : List.of("accumulation=1", "objective.data.batch=1", "objective.samples.prompts=[]")) {
            command.addAll(List.of("--set", override));
        }
        command.addAll(List.of(arguments));
        return ProcessRun.start(folder, command.toArray());
    }

    @Test
    void forecastSaysWhatItWouldTakeAndTrainsNothing() {
        Path run = folder.resolve("never");
        CommandRun said = CommandRun.of("train", "../configs/smoke.yaml", "--run", run.toString(), "--forecast");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("parameters learn", "activations", "peak", "available");
        assertThat(run).doesNotExist();
    }

    /** The folder that the recipe names is not here, nor are its 14 GB needed. */
    @Test
    void publishedRecipesAreForecastWithoutTheModel() {
        String config = "../configs/deepgen-1.0-pretrain.yaml";
        CommandRun said = CommandRun.of("train", config, "--forecast");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.err())
                .contains("models/deepgen-1.0-stage0 is not there")
                .contains("deepgen-1.0 (--preset");
        assertThat(said.out()).contains("432,449,532 parameters learn");
        CommandRun tiny = CommandRun.of("train", config, "--forecast", "--preset", "tiny");
        assertThat(tiny.err()).isEmpty();
        assertThat(tiny.out()).contains("parameters learn").doesNotContain("432,449,532");
        assertThat(CommandRun.of("train", config, "--preset", "tiny").exitCode())
                .isEqualTo(2);
    }

    @Test
    void terminatedRunSavesACheckpointAndIsResumed() throws IOException, InterruptedException {
        ProcessRun interrupted = train("--set", "steps=100000", "--set", "checkpoint.every=100000");
        interrupted.awaitErr("step 1/");
        interrupted.process().destroy(); // SIGTERM
        assertThat(interrupted.exitCode()).as(interrupted.err()).isIn(130, 143);
        int saved;
        try (Stream<Path> checkpoints = Files.list(folder.resolve("run/checkpoints"))) {
            String name = checkpoints.toList().getFirst().getFileName().toString();
            assertThat(name).startsWith("step-");
            saved = Integer.parseInt(name.substring("step-".length()));
        }
        assertThat(folder.resolve("run/model")).doesNotExist();

        ProcessRun resumed = train("--resume", "--set", "steps=" + (saved + 1));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("continues after step " + saved);
        assertThat(resumed.out()).contains("run/model");
        assertThat(folder.resolve("run/model/transformer/config.json")).isRegularFile();
    }
}
