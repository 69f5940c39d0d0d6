// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first start: processes of their own, whose home and cache folder are empty. */
@DisabledOnOs(OS.WINDOWS)
class LibTorchTest {
    @TempDir
    private Path folder;

    /** Begins with one of the classes through which LibTorch can be reached. */
    static final class First {
        public static void main(String[] arguments) {
            switch (arguments[0]) {
                case "Scope" -> {
                    try (var _ = Scope.open()) {
                        System.out.println(Tensor.full(1, DType.F32, 2).sum().item());
                    }
                }
                case "Rng" -> Rng.seeded(1).close();
                case "global Rng" -> Rng.seedGlobal(1);
                case "Autograd" -> Autograd.disabled().close();
                case "Device" -> System.out.println(Device.gpus());
                default -> System.out.println(Arithmetic.bf16IsFaster());
            }
        }
    }

    private Process start(String first, Path cache) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("crash"),
                "-Duser.home=" + folder.resolve("database"),
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                First.class.getName(),
                first);
        builder.environment().clear();
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("DEEPGEN_CACHE", cache.toString());
        return builder.inheritIO().start();
    }

    @Test
    void processesThatStartAtOnceUnpackOneAfterTheOther() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start("Scope", folder.resolve("cache")));
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(folder.resolve("crash")).doesNotExist();
        assertThat(folder.resolve("cache/javacpp")).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rng", "global Rng", "Autograd", "Device", "Arithmetic"})
    void everyWayInUnpacksIntoTheNamedFolder(String first) throws Exception {
        Path cache = Path.of("target/libtorch-cache").toAbsolutePath(); // one for all: 445 MB
        assertThat(start(first, cache).waitFor()).isZero();
        assertThat(cache.resolve("javacpp")).isNotEmptyDirectory();
        assertThat(cache.resolve("lock")).exists();
        try (Stream<Path> made = Files.list(folder)) {
            assertThat(made.map(path -> path.getFileName().toString())).containsExactly("tmp");
        }
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }
}
