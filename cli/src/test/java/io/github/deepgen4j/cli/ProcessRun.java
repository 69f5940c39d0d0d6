// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command as a user types it, in a process of its own that can be signalled. */
record ProcessRun(Process process, Path outFile, Path errFile) {
    private static final int MINUTES = 5;

    /** @param folder where the files of what it prints are put */
    static ProcessRun start(Path folder, Object... arguments) throws IOException {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        List<String> line =
                Stream.concat(java, Stream.of(arguments).map(Object::toString)).toList();
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new ProcessRun(process, out, err);
    }

    String out() throws IOException {
        return Files.readString(outFile);
    }

    String err() throws IOException {
        return Files.readString(errFile);
    }

    /** Waits until a text is printed to stderr, or the process has ended. */
    void awaitErr(String text) throws IOException, InterruptedException {
        while (process.isAlive() && !err().contains(text)) {
            Thread.sleep(20);
        }
    }

    /** The exit code; fails when the process does not end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
