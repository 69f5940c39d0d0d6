// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.metrics;

import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobListener;
import io.github.deepgen4j.server.queue.Picture;
import io.github.deepgen4j.server.queue.Priority;
import io.github.deepgen4j.server.queue.QueueLoad;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * The measures of a server, all named {@code deepgen_...}. Labels come from closed sets, never from prompts, users or
 * ids.
 */
public final class Meters implements JobListener, AutoCloseable {
    /** Bounds of short and of long times in seconds: a request or step, a job. */
    private static final double[] SHORT = {0.001, 0.005, 0.02, 0.1, 0.5, 1, 5, 20, 60};

    private static final double[] LONG = {0.1, 0.5, 1, 5, 20, 60, 300, 900, 3600, 14_400};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Measures of the JVM and the process alone; {@link #watch} adds those of a server's parts. */
    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Asks a queue and its engines whenever somebody asks for the measures. */
    public void watch(QueueLoad load, List<Engine> engines) {
        for (Priority priority : Priority.values()) {
            Gauge.builder("deepgen.queue.jobs", load, each -> each.waiting(priority))
                    .tag("priority", priority.text())
                    .register(registry);
        }
        Gauge.builder("deepgen.queue.oldest.seconds", load, QueueLoad::oldestSeconds)
                .register(registry);
        Gauge.builder("deepgen.queue.work.seconds", load, QueueLoad::workSeconds)
                .register(registry);
        Gauge.builder("deepgen.sse.subscribers", load, QueueLoad::listeners).register(registry);
        Gauge.builder("deepgen.disk.free.bytes", load, QueueLoad::freeBytes).register(registry);
        engines.forEach(engine -> watch(load, engine));
    }

    private void watch(QueueLoad load, Engine engine) {
        String model = engine.name();
        Gauge.builder("deepgen.engine.up", engine, each -> each.state().up() ? 1 : 0)
                .tag("model", model)
                .register(registry);
        Gauge.builder("deepgen.engine.busy", load, each -> each.busy(model) ? 1 : 0)
                .tag("model", model)
                .register(registry);
        Gauge.builder(
                        "deepgen.engine.last.frame.seconds",
                        engine,
                        each -> (System.currentTimeMillis() - each.state().lastFrameMillis()) / 1000.0)
                .tag("model", model)
                .register(registry);
        Gauge.builder(
                        "deepgen.engine.resident.bytes",
                        engine,
                        each -> ResidentMemory.of(each.state().pid()))
                .tag("model", model)
                .register(registry);
        Gauge.builder("deepgen.model.load.seconds", engine, each -> each.state().loadSeconds())
                .tag("model", model)
                .register(registry);
        FunctionCounter.builder(
                        "deepgen.engine.restarts", engine, each -> each.state().restarts())
                .tag("model", model)
                .register(registry);
    }

    /** Adds a number that is asked for. */
    public void gauge(String name, DoubleSupplier value) {
        Gauge.builder("deepgen." + name, value::getAsDouble).register(registry);
    }

    // ---- what happens ----

    private void count(String name, String... labels) {
        counter(name, labels).increment();
    }

    private Counter counter(String name, String... labels) {
        return Counter.builder("deepgen." + name).tags(labels).register(registry);
    }

    private void time(String name, double seconds, double[] bounds, String... labels) {
        Timer.builder("deepgen." + name)
                .tags(labels)
                .serviceLevelObjectives(DoubleStream.of(bounds)
                        .mapToObj(bound -> Duration.ofNanos((long) (bound * 1e9)))
                        .toArray(Duration[]::new))
                .register(registry)
                .record(Duration.ofNanos((long) (seconds * 1e9)));
    }

    @Override
    public void submitted(Job job) {
        count("jobs.submitted", "kind", job.kind());
    }

    @Override
    public void step(Job job, double seconds) {
        time("step", seconds, SHORT, "model", job.model());
    }

    @Override
    public void abandoned(Job job) {
        count("abandoned");
    }

    @Override
    public void ended(Job job, List<Picture> pictures, Map<String, Double> seconds) {
        count("jobs.finished", "outcome", job.status().text(), "kind", job.kind());
        counter("images").increment(pictures.size());
        counter("pixel.steps").increment(pictures.size() * job.pixelSteps());
        if (job.started() > 0) {
            time("job.wait", (job.started() - job.created()) / 1000.0, LONG);
            time("job.run", (job.finished() - job.started()) / 1000.0, LONG, "kind", job.kind());
        }
        seconds.forEach((stage, each) -> time("stage", each, LONG, "stage", stage));
    }

    /** A change of the store has taken so many seconds. */
    public void committed(double seconds) {
        time("store.commit", seconds, SHORT);
    }

    /**
     * A request was answered.
     *
     * @param route the template of its path
     * @param code of the error, empty for none
     * @param joined true if it joined the job of another one
     */
    public void answered(String route, String method, int status, String code, boolean joined, double seconds) {
        time("http.request", seconds, SHORT, "route", route, "method", known(method), "status", String.valueOf(status));
        if (status == 429 || status == 503) {
            count("rejected", "reason", code);
        }
        if (joined) {
            count("joined");
        }
    }

    /** Methods are of a closed set, whatever clients invent. */
    private static String known(String method) {
        return method.matches("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS") ? method : "other";
    }

    /** All measures in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
