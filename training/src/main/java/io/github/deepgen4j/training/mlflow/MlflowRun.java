// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.mlflow;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.training.mlflow.MlflowServer.Metric;
import io.github.deepgen4j.training.mlflow.MlflowServer.Param;
import io.github.deepgen4j.training.mlflow.MlflowServer.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as an MLflow server hears of it. Everything is sent by a thread of its own, and a server that is away or
 * refuses costs the run one line in its log: metrics wait, up to a number, and are sent when the server is back.
 *
 * <p>The id of the server's run is kept in {@code mlflow.json}, so that a resumed run goes on with it.
 */
public final class MlflowRun implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int METRICS_AT_ONCE = 1000; // MLflow's limits for a batch
    private static final int PARAMS_AT_ONCE = 100;
    private static final int LONGEST_PARAM = 500; // of servers before 2.8
    private static final int MOST_WAITING = 100_000;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);
    private static final long PATIENCE_AT_END = 20; // seconds

    /** The run and its experiment; kept in the run folder. */
    private record Identity(String uri, String experiment, String runId) {}

    private final MlflowConfig config;
    private final Path folder;
    private final List<Param> params;
    private final Consumer<String> console;
    private final MlflowServer server;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final List<Metric> waiting = new ArrayList<>(); // guarded by itself
    private long lastSent = System.nanoTime() - PAUSE;
    private String status = "FAILED";
    // of the sending thread:
    private String runId;
    private int paramsSent;
    private boolean warned;

    /**
     * @param folder the run's, whose name is the name at the server
     * @param params every setting by its name
     * @param console gets the warning
     */
    public MlflowRun(MlflowConfig config, Path folder, Map<String, String> params, Consumer<String> console) {
        this.config = config;
        this.folder = folder;
        this.params = params.entrySet().stream()
                .map(e -> new Param(key(e.getKey()), cut(e.getValue())))
                .toList();
        this.console = console;
        this.server = new MlflowServer(config.uri());
    }

    /** Takes the values of a step; those that are not finite cannot be sent. Returns at once. */
    public void log(int step, Map<String, Double> values) {
        long now = System.currentTimeMillis();
        synchronized (waiting) {
            values.forEach((name, value) -> {
                if (Double.isFinite(value) && waiting.size() < MOST_WAITING) {
                    waiting.add(new Metric(key(name), value, now, step));
                }
            });
        }
        if (System.nanoTime() - lastSent >= PAUSE) {
            lastSent = System.nanoTime();
            thread.execute(() -> attempt(this::send));
        }
    }

    /**
     * Says how the run ended; without this it failed.
     *
     * @param finished false if it was stopped
     */
    public void ended(boolean finished) {
        status = finished ? "FINISHED" : "KILLED";
    }

    /** A call that may fail. */
    private interface Call {
        void run() throws IOException, InterruptedException;
    }

    private void attempt(Call call) {
        try {
            call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            if (!warned) {
                warned = true;
                console.accept("mlflow: " + config.uri() + " cannot be reached or refuses; training goes on and"
                        + " sending is tried again in silence (" + e + ")");
            }
        }
    }

    private void send() throws IOException, InterruptedException {
        begin();
        while (true) {
            List<Metric> batch;
            synchronized (waiting) {
                batch = List.copyOf(waiting.subList(0, Math.min(METRICS_AT_ONCE, waiting.size())));
            }
            if (batch.isEmpty()) {
                return;
            }
            try {
                server.log(runId, batch, List.of());
            } catch (RefusedException e) {
                drop(batch.size()); // else nothing later would ever arrive
                throw e;
            }
            drop(batch.size());
        }
    }

    private void drop(int count) {
        synchronized (waiting) {
            waiting.subList(0, count).clear();
        }
    }

    /** Makes the server's run, or goes on with that of an earlier start, whose parameters are there already. */
    private void begin() throws IOException, InterruptedException {
        if (runId == null && !continueEarlier()) {
            String name = folder.toAbsolutePath().normalize().getFileName().toString();
            runId = server.createRun(server.experiment(config.experiment()), name, System.currentTimeMillis());
            Identity identity = new Identity(config.uri().toString(), config.experiment(), runId);
            AtomicFile.write(file(), JSON.writeValueAsString(identity) + "\n");
        }
        while (paramsSent < params.size()) {
            int end = Math.min(params.size(), paramsSent + PARAMS_AT_ONCE);
            try {
                server.log(runId, List.of(), params.subList(paramsSent, end));
            } catch (RefusedException e) {
                paramsSent = end; // metrics are worth more
                throw e;
            }
            paramsSent = end;
        }
    }

    private boolean continueEarlier() throws IOException, InterruptedException {
        Identity earlier = read();
        if (earlier == null
                || !config.uri().toString().equals(earlier.uri())
                || !config.experiment().equals(earlier.experiment())) {
            return false;
        }
        try {
            server.update(earlier.runId(), "RUNNING", 0);
        } catch (RefusedException e) {
            return false; // deleted there
        }
        paramsSent = params.size();
        runId = earlier.runId();
        return true;
    }

    private Path file() {
        return folder.resolve("mlflow.json");
    }

    private Identity read() throws IOException {
        if (!Files.isRegularFile(file())) {
            return null;
        }
        try {
            return JSON.readValue(Files.readAllBytes(file()), Identity.class);
        } catch (JacksonException e) {
            return null; // a new run at the server does no harm
        }
    }

    /** Names may hold letters, digits and a few signs only. */
    private static String key(String name) {
        return name.replaceAll("[^\\w\\-./ ]", "_");
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_PARAM ? value : value.substring(0, LONGEST_PARAM - 3) + "...";
    }

    /** Sends what waits and how the run ended; gives up after some seconds. */
    @Override
    public void close() {
        thread.execute(() -> attempt(() -> {
            send();
            server.update(runId, status, System.currentTimeMillis());
        }));
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE_AT_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        server.close();
    }
}
