// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.tensor.Device;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen launch -n 2 -- train CONFIG}: one command in several processes of this machine. */
@Command(
        name = "launch",
        description = "Runs a command in several processes of this machine, which share its work.",
        footer = {
            "",
            "Example: deepgen launch -n 2 -- train configs/smoke.yaml --set accumulation=4",
            "Each process gets RANK, LOCAL_RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, as torchrun sets them. What"
                    + " rank 0",
            "prints is passed on; lines of the others begin with their rank. When one fails, all are ended."
        })
final class LaunchCommand implements Callable<Integer> {
    /** How long processes may take to end by themselves before they are killed. */
    private static final long GRACE_SECONDS = 20;

    /** Exit code of a JVM that SIGTERM ended, in whatever order. */
    private static final int TERMINATED = 143;

    @Spec
    private CommandSpec spec;

    @Option(names = "-n", paramLabel = "N", required = true, description = "Number of processes.")
    private int count;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "What deepgen runs, after --.")
    private List<String> command;

    @Override
    public Integer call() throws InterruptedException {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "-n expected >= 1, found " + count);
        }
        List<Process> processes = new CopyOnWriteArrayList<>();
        List<Thread> printers = new CopyOnWriteArrayList<>();
        // Ctrl-C, SIGTERM: all stop, in their own manner, and what they say at last is passed on
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end(processes);
            finish(printers);
        }));
        int port = freePort();
        try {
            for (int rank = 0; rank < count; rank++) {
                Process process = start(rank, port);
                processes.add(process);
                printers.add(print(process.getInputStream(), rank, System.out));
                printers.add(print(process.getErrorStream(), rank, System.err));
            }
            int code = await(processes);
            finish(printers);
            return code;
        } finally {
            end(processes);
        }
    }

    /** Waits for all, or for the first that fails; then the others are ended. */
    private int await(List<Process> processes) throws InterruptedException {
        List<CompletableFuture<Process>> exits = new ArrayList<>();
        CompletableFuture<Integer> firstFailure = new CompletableFuture<>();
        for (int rank = 0; rank < processes.size(); rank++) {
            int number = rank;
            exits.add(processes.get(rank).onExit().whenComplete((process, _) -> {
                if (process.exitValue() != 0) {
                    firstFailure.complete(number);
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(exits.toArray(CompletableFuture[]::new));
        CompletableFuture.anyOf(all, firstFailure).join();
        if (!firstFailure.isDone()) {
            return 0;
        }
        int rank = firstFailure.join();
        int code = processes.get(rank).exitValue();
        end(processes);
        if (code != Failure.INTERRUPTED && code != TERMINATED) {
            spec.commandLine()
                    .getErr()
                    .println("deepgen: process of rank %d of %d ended with exit code %d; the others were ended"
                            .formatted(rank, count, code));
        }
        return code;
    }

    private Process start(int rank, int port) {
        List<String> line = new ArrayList<>(program());
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> environment = builder.environment();
        environment.putAll(Map.of(
                "RANK", Integer.toString(rank),
                "LOCAL_RANK", Integer.toString(rank),
                "WORLD_SIZE", Integer.toString(count),
                "LOCAL_WORLD_SIZE", Integer.toString(count),
                "MASTER_ADDR", "127.0.0.1",
                "MASTER_PORT", Integer.toString(port)));
        environment.put("DEEPGEN_DEVICE", Device.getDefault().name().toLowerCase(Locale.ROOT));
        environment.remove("TORCHELASTIC_USE_AGENT_STORE"); // that of an outer launcher
        environment.putIfAbsent("TORCH_NCCL_BLOCKING_WAIT", "1"); // see NcclProcessGroup; the launcher sets it, too
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
        environment.putIfAbsent("OMP_NUM_THREADS", Integer.toString(threads)); // else each takes all processors
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("process of rank " + rank + " cannot be started", e);
        }
    }

    /** This program again, with the same options of the JVM. */
    private static List<String> program() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        String classes = System.getProperty("java.class.path");
        if (classes.endsWith(".jar") && !classes.contains(File.pathSeparator)) {
            line.addAll(List.of("-jar", classes));
        } else {
            line.addAll(List.of("-cp", classes, Main.class.getName()));
        }
        return line;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    private static Thread print(InputStream from, int rank, PrintStream to) {
        return Thread.ofVirtual().start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(from, Charset.defaultCharset()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("[Gloo] ")) {
                        continue; // the library's own greeting, on stdout
                    }
                    if (rank == 0) {
                        to.println(line);
                    } else {
                        System.err.println("[rank " + rank + "] " + line);
                    }
                }
            } catch (IOException e) {
                // the process has ended
            }
        });
    }

    private static void finish(List<Thread> printers) {
        try {
            for (Thread printer : printers) {
                printer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks all to end, waits, and kills those that do not. */
    private static void end(List<Process> processes) {
        processes.forEach(process -> process.toHandle().destroy()); // Process.destroy would close what it still says
        boolean first = true;
        for (Process process : processes) {
            try {
                // One that trains finishes its step and saves: rank 0 is the one that may take long.
                process.waitFor(first ? 10 * GRACE_SECONDS : GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            first = false;
            process.destroyForcibly();
        }
    }
}
