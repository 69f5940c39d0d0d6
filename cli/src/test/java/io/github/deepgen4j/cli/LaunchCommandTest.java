// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code deepgen launch} as a process, with processes of its own. */
@EnabledOnOs(OS.LINUX)
class LaunchCommandTest {
    @TempDir
    Path folder;

    private ProcessRun launch(Object... command) throws IOException {
        return ProcessRun.start(
                folder,
                Stream.concat(Stream.of("launch", "-n", "2", "--"), Stream.of(command))
                        .toArray());
    }

    @Test
    void terminatedLauncherEndsBothAfterTheSameStep() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        ProcessRun launcher = launch(
                "train",
                "../configs/smoke.yaml",
                "--run",
                run,
                "--set",
                "accumulation=2",
                "--set",
                "objective.data.batch=1",
                "--set",
                "steps=100000",
                "--set",
                "checkpoint.every=100000");
        launcher.awaitErr("step 1/");
        List<ProcessHandle> children = launcher.process().children().toList();
        launcher.process().destroy(); // SIGTERM
        assertThat(launcher.exitCode()).as(launcher.err()).isIn(130, 143);
        assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(launcher.err())
                .contains("shared by 2 processes")
                .contains(" saved ")
                .doesNotContain("deepgen: ");
        try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
            assertThat(checkpoints.map(path -> path.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .startsWith("step-");
        }
    }

    @Test
    void failureOfOneEndsAll() throws IOException, InterruptedException {
        ProcessRun launcher = launch("train", folder.resolve("missing.yaml"));
        assertThat(launcher.exitCode()).isEqualTo(1);
        assertThat(launcher.err())
                .contains("missing.yaml: file not found")
                .containsPattern("rank [01] of 2 exited with code 1; the other processes were terminated");
        assertThat(launcher.out()).isEmpty();
    }
}
