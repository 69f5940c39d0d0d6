// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private Process train(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "../configs/smoke.yaml",
                "--run",
                folder.resolve("run").toString()));
        for (String override : List.of("accumulation=1", "objective.data.batch=1", "objective.samples.prompts=[]")) {
            command.addAll(List.of("--set", override));
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @Test
    void forecastSaysWhatItWouldTakeAndTrainsNothing() {
        Path run = folder.resolve("never");
        CommandRun said = CommandRun.of("train", "../configs/smoke.yaml", "--run", run.toString(), "--forecast");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("parameters learn", "activations", "peak", "available");
        assertThat(run).doesNotExist();
    }

    @Test
    void terminatedRunSavesACheckpointAndIsResumed() throws IOException, InterruptedException {
        Process process = train("--set", "steps=100000", "--set", "checkpoint.every=100000");
        while (process.isAlive() && !output().contains("step 1/")) {
            Thread.sleep(20);
        }
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output()).isIn(130, 143);
        int saved;
        try (Stream<Path> checkpoints = Files.list(folder.resolve("run/checkpoints"))) {
            String name = checkpoints.toList().getFirst().getFileName().toString();
            assertThat(name).startsWith("step-");
            saved = Integer.parseInt(name.substring("step-".length()));
        }
        assertThat(folder.resolve("run/model")).doesNotExist();

        Process resumed = train("--resume", "--set", "steps=" + (saved + 1));
        assertThat(resumed.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(resumed.exitValue()).as(output()).isZero();
        assertThat(output()).contains("continues after step " + saved).contains("run/model");
        assertThat(folder.resolve("run/model/transformer/config.json")).isRegularFile();
    }
}
