// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
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
        return builder(first, cache, System.getProperty("java.class.path"))
                .inheritIO()
                .start();
    }

    private ProcessBuilder builder(String first, Path cache, String classPath) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("crash"),
                "-Duser.home=" + folder.resolve("database"),
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                classPath,
                First.class.getName(),
                first);
        builder.environment().clear();
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("DEEPGEN_CACHE", cache.toString());
        return builder;
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

    @Test
    void absentLibrariesAreNamedWithTheArtifactToAdd() throws Exception {
        String without = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(pytorch|openblas|javacpp)-[0-9].*-(linux|macosx|windows)-.*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        for (String first : List.of("Scope", "Device")) {
            Process process = builder(first, folder.resolve("cache"), without)
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("TensorException: LibTorch cannot be loaded: its native libraries for "
                            + Loader.getPlatform() + " are not on the class path; add the dependency"
                            + " io.github.deepgen4j:deepgen4j-natives-" + Loader.getPlatform());
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void librariesOfAnotherPlatformAreNamed() {
        assertThat(Natives.fault(Loader.getPlatform())).isEmpty();
        String other = Loader.getPlatform().equals("macosx-arm64") ? "linux-x86_64" : "macosx-arm64";
        assertThat(Natives.fault(other))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("its native libraries for " + other
                                + " are not on the class path, which has those for " + Loader.getPlatform())
                        .endsWith("natives-" + other + " (type pom)"));
        assertThat(Natives.fault("linux-arm64"))
                .hasValue("there are no native libraries for linux-arm64; expected one of linux-x86_64, macosx-arm64,"
                        + " windows-x86_64");
    }
}
