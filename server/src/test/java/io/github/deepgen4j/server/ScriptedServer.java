// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import io.github.deepgen4j.server.engine.EngineHost;
import io.github.deepgen4j.server.engine.ProcessEngine;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A front as a process of its own with a scripted engine in another one, on a class path without LibTorch: what is
 * killed here survives as in earnest.
 */
public final class ScriptedServer implements AutoCloseable {
    private final Process process;
    private final String url;

    private ScriptedServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** {@code serve DATA} is the front, {@code engine MILLIS [FILE]} the engine; a step puts a byte into the file. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("engine")) {
            int millis = Integer.parseInt(arguments[1]);
            Optional<Path> log = arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
            try (var in = new FileInputStream(FileDescriptor.in);
                    var out = new FileOutputStream(FileDescriptor.out)) {
                EngineHost.serve(
                        in,
                        out,
                        () -> new ScriptedEngine("scripted")
                                .withStepMillis(millis)
                                .withLog(log));
            }
            return;
        }
        var options = ServerOptions.of("test", Path.of(arguments[1])).withPort(0);
        var server = new DeepGenServer(options, List.of(new ProcessEngine("scripted", command("engine", "5"))));
        System.out.println(server.url());
        Thread.currentThread().join();
    }

    /** This JVM's classes without LibTorch, and other arguments. */
    public static List<String> command(String... arguments) {
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(pytorch|openblas|javacpp).*[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes,
                ScriptedServer.class.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Starts a front, and waits until it answers. */
    public static ScriptedServer start(Path data) throws IOException {
        Process process = new ProcessBuilder(command("serve", data.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String url = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (url == null) {
            throw new IOException("the front did not start");
        }
        return new ScriptedServer(process, url);
    }

    public String url() {
        return url;
    }

    /** The engine's process. */
    public ProcessHandle engine() {
        while (true) {
            var child = process.children().findFirst();
            if (child.isPresent()) {
                return child.get();
            }
            Thread.onSpinWait();
        }
    }

    /** SIGKILL: nothing is closed, nothing is said. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
