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

/** {@code deepgen launch} as a process, with processes of its own. */
@EnabledOnOs(OS.LINUX)
class LaunchCommandTest {
    @TempDir
    Path folder;

    private Process launch(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "launch",
                "-n",
                "2",
                "--"));
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void terminatedLauncherEndsBothAfterTheSameStep() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        Process launcher = launch(
                "train",
                "../configs/smoke.yaml",
                "--run",
                run.toString(),
                "--set",
                "accumulation=2",
                "--set",
                "objective.data.batch=1",
                "--set",
                "steps=100000",
                "--set",
                "checkpoint.every=100000");
        while (launcher.isAlive() && !read("err").contains("step 1/")) {
            Thread.sleep(20);
        }
        List<ProcessHandle> children = launcher.children().toList();
        launcher.destroy(); // SIGTERM
        assertThat(launcher.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(launcher.exitValue()).as(read("err")).isIn(130, 143);
        assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(read("err"))
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
        Process launcher = launch("train", folder.resolve("missing.yaml").toString());
        assertThat(launcher.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(read("err"))
                .contains("missing.yaml: file not found")
                .containsPattern("rank [01] of 2 exited with code 1; the other processes were terminated");
        assertThat(read("out")).isEmpty();
    }
}
