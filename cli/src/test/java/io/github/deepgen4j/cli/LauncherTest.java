// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The search for a JDK, in an environment where nothing but made-up JDKs can be found. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path FIND_JAVA = Path.of("src/main/dist/bin/find-java").toAbsolutePath();

    @TempDir
    private Path folder;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void makePathOfToolsWithoutJava() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : new String[] {"sed", "awk", "uname", "dirname", "readlink"}) {
            Path program = Stream.of("/usr/bin", "/bin")
                    .map(bin -> Path.of(bin, tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Files.writeString(executable(tools.resolve(tool)), "#!/bin/sh\nexec " + program + " \"$@\"\n");
        }
    }

    @Test
    void javaHomeIsTakenWhenItIsNewEnough() throws Exception {
        Path jdk = jdk("chosen", "25.0.1", true);
        Path other = jdk("other", "26", true);
        assertThat(find(Map.of("JAVA_HOME", jdk.toString(), "DEEPGEN_JAVA_PATH", other.toString()))
                        .out())
                .isEqualTo(jdk.resolve("bin/java") + "\n");
    }

    @Test
    void anOldJavaHomeIsPassedOver() throws Exception {
        Path old = jdk("old", "17.0.15", true);
        Path ancient = jdk("ancient", "1.8.0_402", true);
        Path fitting = jdk("fitting", "25-ea", true);
        assertThat(find(Map.of("JAVA_HOME", old.toString(), "DEEPGEN_JAVA_PATH", ancient + ":" + fitting))
                        .out())
                .isEqualTo(fitting.resolve("bin/java") + "\n");
    }

    @Test
    void javaOfThePathIsFoundThroughItsLink() throws Exception {
        Path jdk = jdk("real", "27", true);
        Files.createSymbolicLink(folder.resolve("tools/java"), jdk.resolve("bin/java"));
        assertThat(find(Map.of("DEEPGEN_JAVA_PATH", "")).out())
                .isEqualTo(jdk.toRealPath().resolve("bin/java") + "\n");
    }

    @Test
    void aBuildNeedsTheCompiler() throws Exception {
        Path runtime = jdk("runtime", "25", false);
        assertThat(find(Map.of("DEEPGEN_JAVA_PATH", runtime.toString())).exitCode())
                .isZero();
        Result withCompiler = find(Map.of("DEEPGEN_JAVA_PATH", runtime.toString()), "--jdk");
        assertThat(withCompiler.exitCode()).isEqualTo(1);
        assertThat(withCompiler.err()).contains("Java 25 in " + runtime + ", but without the compiler (javac)");
    }

    @Test
    void withoutAFittingJavaTheMessageSaysWhatWasFoundAndWhatToInstall() throws Exception {
        Path old = jdk("old", "21.0.4", true);
        Result result = find(Map.of("DEEPGEN_JAVA_PATH", old.toString()));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("needs a JDK, version 25 or newer", "Java 21 in " + old, "Install one of:", "adoptium.net");
    }

    private Path jdk(String name, String version, boolean compiler) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"));
        if (compiler) {
            executable(home.resolve("bin/javac"));
        }
        return home;
    }

    private static Path executable(Path file) throws IOException {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private Result find(Map<String, String> environment, String... arguments) throws Exception {
        var command = Stream.concat(Stream.of("/bin/sh", FIND_JAVA.toString()), Stream.of(arguments))
                .toList();
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("tools").toString());
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Result(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
