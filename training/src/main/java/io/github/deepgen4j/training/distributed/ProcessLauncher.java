// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import io.github.deepgen4j.tensor.Device;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Starts one command in several processes of this machine, with the environment that torchrun gives ({@link Launch}
 * reads it), and ends all when one fails or when this process is told to end.
 *
 * @param count number of processes, at least 1
 * @param command program and arguments
 */
public record ProcessLauncher(int count, List<String> command) {
    /** Time for processes to end by themselves before they are killed. */
    private static final long GRACE_SECONDS = 20;

    /** @throws IllegalArgumentException if there would be no process */
    public ProcessLauncher {
        if (count < 1) {
            throw new IllegalArgumentException("expected >= 1 processes, found " + count);
        }
    }

    /**
     * The end of all processes.
     *
     * @param rank of the first that failed; 0 if none did
     * @param code its exit code, 0 if none failed
     */
    public record Exit(int rank, int code) {}

    /** The command line of this program with other arguments: the same JVM, options of the JVM and classes. */
    public static List<String> thisProgram(Class<?> main, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        String classes = System.getProperty("java.class.path");
        if (classes.endsWith(".jar") && !classes.contains(File.pathSeparator)) {
            line.addAll(List.of("-jar", classes));
        } else {
            line.addAll(List.of("-cp", classes, main.getName()));
        }
        line.addAll(arguments);
        return line;
    }

    /**
     * Runs all processes to their end. What they print goes to {@link System#out} and {@link System#err}, see
     * {@link RankOutput}.
     *
     * @throws UncheckedIOException if one cannot be started; then none is left
     */
    public Exit run() {
        List<Process> processes = new CopyOnWriteArrayList<>();
        List<Thread> printers = new CopyOnWriteArrayList<>();
        // Ctrl-C, SIGTERM: all stop, in their own manner, and what they say at last is passed on
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end(processes);
            RankOutput.finish(printers);
        }));
        int port = freePort();
        try {
            for (int rank = 0; rank < count; rank++) {
                Process process = start(rank, port);
                processes.add(process);
                printers.addAll(RankOutput.print(process, rank));
            }
            Exit exit = await(processes);
            RankOutput.finish(printers);
            return exit;
        } finally {
            end(processes);
        }
    }

    /** Waits for all, or for the first that fails; then the others are ended. */
    private static Exit await(List<Process> processes) {
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
            return new Exit(0, 0);
        }
        int rank = firstFailure.join();
        int code = processes.get(rank).exitValue();
        end(processes);
        return new Exit(rank, code);
    }

    private Process start(int rank, int port) {
        ProcessBuilder builder = new ProcessBuilder(command);
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
        setUnlessSet(environment, "TORCH_NCCL_BLOCKING_WAIT", "1"); // see NcclProcessGroup; the launcher sets it, too
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
        setUnlessSet(environment, "OMP_NUM_THREADS", Integer.toString(threads)); // else each takes all processors
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("process of rank " + rank + " cannot be started", e);
        }
    }

    private static void setUnlessSet(Map<String, String> environment, String name, String value) {
        environment.merge(name, value, (set, other) -> set.isBlank() ? other : set);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
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
