// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end in the middle of their work leave a run that goes on as if nothing had happened. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledRunTest {
    private static final String[] OVERRIDES = {"steps=40", "checkpoint.every=1"};

    @TempDir
    Path folder;

    @Test
    void killedProcessLeavesTheLastCheckpoint() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        Path output = folder.resolve("output");
        Process process = RunOfSmoke.start(run, output, 0, OVERRIDES);
        while (process.isAlive() && !Files.readString(output).contains("step 2 saved")) {
            Thread.sleep(20);
        }
        Thread.sleep(50); // into the next step or its checkpoint
        process.destroyForcibly().waitFor();
        assertThat(process.exitValue()).as(Files.readString(output)).isNotZero();

        int last = lastStep(run);
        assertThat(last).isBetween(2, 39);
        String steps = "steps=" + (last + 1);
        assertThat(RunOfSmoke.train(RunOfSmoke.config(steps), run, true)).isTrue();
        assertThat(lastStep(run)).isEqualTo(last + 1);
        assertThat(RunOfSmoke.files(run.resolve("checkpoints")).keySet())
                .noneMatch(name -> name.startsWith("partial-"));
    }

    /** A limit on the size of files fails in the middle of a write, as a full disk does. */
    @Test
    void failedWriteLeavesTheCheckpointsBefore() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        Path output = folder.resolve("output");
        RunOfSmoke.train(RunOfSmoke.config("steps=1"), run, false);
        var before = RunOfSmoke.files(run.resolve("checkpoints"));
        int blocks = before.get("step-000001/optimizer.safetensors").length / 2 / 1024;
        Process process = RunOfSmoke.start(run, output, blocks, OVERRIDES);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(output))
                .contains("step-000002 cannot be written")
                .contains("optimizer.safetensors")
                .contains("earlier checkpoints are intact");
        assertThat(RunOfSmoke.files(run.resolve("checkpoints")).keySet()).isEqualTo(before.keySet());
        assertThat(RunOfSmoke.train(RunOfSmoke.config("steps=2"), run, true)).isTrue();
        assertThat(lastStep(run)).isEqualTo(2);
    }

    private static int lastStep(Path run) {
        Checkpoints checkpoints = new Checkpoints(run.resolve("checkpoints"), RunOfSmoke.config());
        String name = checkpoints.saved().getLast().getFileName().toString();
        return Integer.parseInt(name.substring("step-".length()));
    }
}
