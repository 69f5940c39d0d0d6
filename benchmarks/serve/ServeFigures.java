// SPDX-License-Identifier: Apache-2.0

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Figures of a server, over the loopback alone. Run from the root of the repository, with the command that starts it:
 *
 * <pre>
 * java benchmarks/serve/ServeFigures.java figures ./deepgen
 * java benchmarks/serve/ServeFigures.java soak 3600 ./deepgen
 * </pre>
 *
 * {@code figures} prints a table; {@code soak SECONDS} keeps the queue full, prints memory, open files and threads of
 * front and engine as they go, says of each whether it is flat, and fails if one is not. With {@code -Dlora=NAME=FILE}
 * every second of its jobs has adapters. They are read from /proc, so both want Linux.
 */
public final class ServeFigures {
    private static final String JOB = "{\"prompt\": \"a red circle\", \"steps\": 20}";
    private static final Pattern ID = Pattern.compile("\"id\":\"(job_[^\"]+)\"");
    private static final int JOBS = Integer.getInteger("jobs", 10_000);
    private static final String LORA = System.getProperty("lora", "");
    private static final int READERS = Integer.getInteger("readers", 1000);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final List<String> command;
    private final Path data;
    private Process process;
    private String url;

    private ServeFigures(List<String> command) throws IOException {
        this.command = command;
        this.data = Files.createTempDirectory("serve-figures");
    }

    public static void main(String[] arguments) throws Exception {
        boolean soak = arguments[0].equals("soak");
        var figures = new ServeFigures(List.of(arguments).subList(soak ? 2 : 1, arguments.length));
        try {
            if (soak) {
                figures.soak(Integer.parseInt(arguments[1]));
            } else {
                figures.all();
            }
        } finally {
            figures.stop();
        }
    }

    // ---- the server ----

    /** Seconds until the front answers. */
    private double start() throws IOException {
        long began = System.nanoTime();
        List<String> line = new ArrayList<>(command);
        line.addAll(
                List.of("serve", "--port", "0", "--max-queue", "100000", "--log", "off", "--data", data.toString()));
        if (!LORA.isEmpty()) {
            line.add("--lora=" + LORA);
        }
        process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        url = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (url == null) {
            throw new IOException("the server did not start");
        }
        get("/health");
        return seconds(began);
    }

    private void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        while (!get("/ready").contains("\"ready\"")) {
            Thread.sleep(20);
        }
    }

    private String get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    private String post(String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(Duration.ofMinutes(10)).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void say(String figure, String format, Object... values) {
        System.out.printf(Locale.ROOT, "| %s | %s |%n", figure, String.format(Locale.ROOT, format, values));
    }

    // ---- memory and files ----

    private static double megabytes(ProcessHandle of) throws IOException {
        return status(of, "VmRSS:") / 1000;
    }

    private static double status(ProcessHandle of, String field) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(of.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
    }

    private static long files(ProcessHandle of) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(of.pid()), "fd"))) {
            return open.count();
        }
    }

    /** The JVM of the front: the launcher may be a shell that has it as its child, beside which is the engine. */
    private ProcessHandle front() {
        return process.toHandle();
    }

    private ProcessHandle engine() {
        return front().children().findFirst().orElseThrow();
    }

    // ---- figures ----

    private void all() throws Exception {
        System.out.println("| figure | measured |\n|---|---|");
        long began = System.nanoTime();
        say("start: front answers `/health`", "%.1f s", start());
        awaitReady();
        post("/v1/images/generations", JOB);
        say("start: first nano picture is there", "%.1f s", seconds(began));
        say("front memory, idle", "%.0f MB", megabytes(front()));
        overhead();
        health("`/health` beside 500 requests a second", this::flood);
        health("`/health` beside " + READERS + " readers of events that never read", this::stalled);
        queue();
    }

    /** Seconds between a request and its answer, beside those that the stages took. */
    private void overhead() throws IOException {
        double[] beside = new double[20];
        for (int i = 0; i < beside.length; i++) {
            long began = System.nanoTime();
            String answer = post("/v1/images/generations", JOB);
            beside[i] = seconds(began) - stages(answer);
        }
        Arrays.sort(beside);
        say("overhead of a nano picture of 20 steps, median", "%.0f ms", 1000 * beside[beside.length / 2]);
    }

    private static double stages(String answer) {
        double sum = 0;
        for (String stage : List.of("reading", "denoising", "decoding")) {
            Matcher found = Pattern.compile("\"" + stage + "\":([0-9.E-]+)").matcher(answer);
            sum += found.find() ? Double.parseDouble(found.group(1)) : 0;
        }
        return sum;
    }

    private interface Load {
        List<AutoCloseable> begin() throws Exception;
    }

    /** Latency of 300 requests while the engine draws all the time, beside some load. */
    private void health(String figure, Load load) throws Exception {
        List<String> busy = busy();
        List<AutoCloseable> parts = load.begin();
        double[] taken = new double[300];
        for (int i = 0; i < taken.length; i++) {
            long began = System.nanoTime();
            get("/health");
            taken[i] = seconds(began);
            Thread.sleep(10);
        }
        say(figure + ": front memory", "%.0f MB", megabytes(front()));
        for (AutoCloseable part : parts) {
            part.close();
        }
        for (String id : busy) {
            post("/deepgen/v1/jobs/" + id + "/cancel", "");
        }
        Arrays.sort(taken);
        say(figure + ": p50, p99", "%.1f ms, %.1f ms", 1000 * taken[150], 1000 * taken[296]);
    }

    private String job(String body) throws IOException {
        String answer = post("/deepgen/v1/jobs", body);
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("expected a job, found " + answer);
        }
        return id.group(1);
    }

    /** Work that keeps the engine drawing. */
    private List<String> busy() throws IOException {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            jobs.add(job("{\"prompt\": \"a blue star\", \"steps\": 100, \"n\": 10}"));
        }
        return jobs;
    }

    private List<AutoCloseable> flood() {
        var sender = Executors.newScheduledThreadPool(2);
        var busy = new AtomicInteger();
        List<String> paths = List.of("/v1/models", "/deepgen/v1/jobs?limit=5", "/deepgen/v1/images?limit=5", "/ready");
        var next = new AtomicInteger();
        sender.scheduleAtFixedRate(
                () -> {
                    if (busy.get() < 200) {
                        busy.incrementAndGet();
                        String path = paths.get(next.getAndIncrement() % paths.size());
                        Thread.ofVirtual().start(() -> {
                            try {
                                get(path);
                            } catch (IOException e) {
                                return; // the flood is no client
                            } finally {
                                busy.decrementAndGet();
                            }
                        });
                    }
                },
                0,
                2,
                TimeUnit.MILLISECONDS);
        return List.of(sender::shutdownNow);
    }

    private List<AutoCloseable> stalled() throws IOException {
        List<AutoCloseable> sockets = new ArrayList<>();
        URI address = URI.create(url);
        for (int i = 0; i < READERS; i++) {
            var socket = new Socket(address.getHost(), address.getPort());
            socket.setReceiveBufferSize(4096);
            socket.getOutputStream()
                    .write("GET /deepgen/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        return sockets;
    }

    private void queue() throws Exception {
        List<String> busy = busy();
        long began = System.nanoTime();
        post("/deepgen/v1/jobs/batch", (JOB + "\n").repeat(JOBS));
        say("%,d jobs in one batch".formatted(JOBS), "%.1f s", seconds(began));
        began = System.nanoTime();
        var left = new AtomicInteger(JOBS);
        var last = new ConcurrentLinkedQueue<String>();
        try (var connections = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                connections.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        last.add(job(JOB));
                    }
                    return null;
                });
            }
        }
        say("%,d jobs one by one over 8 connections".formatted(JOBS), "%.1f s", seconds(began));
        double[] taken = new double[20];
        for (int i = 0; i < taken.length; i++) {
            began = System.nanoTime();
            get("/deepgen/v1/jobs/" + last.peek());
            taken[i] = seconds(began);
        }
        Arrays.sort(taken);
        say("place of one of %,d jobs, median".formatted(2 * JOBS), "%.0f ms", 1000 * taken[10]);
        say("front memory with %,d jobs".formatted(2 * JOBS), "%.0f MB", megabytes(front()));
        for (String id : busy) {
            post("/deepgen/v1/jobs/" + id + "/cancel", "");
        }
        process.destroyForcibly().waitFor();
        say("restart with %,d jobs, after kill -9".formatted(2 * JOBS), "%.1f s", start());
        process.destroyForcibly().waitFor();
    }

    // ---- soak ----

    /** Keeps some jobs waiting, a few of which clients give up, and prints what the processes hold. */
    /** What is sampled of front and engine. */
    private enum Measure {
        FRONT_MB(0.05, 8),
        ENGINE_MB(0.05, 16),
        FRONT_FILES(0, 4),
        ENGINE_FILES(0, 4),
        FRONT_THREADS(0, 8),
        ENGINE_THREADS(0, 4);

        private final double share;
        private final double more;

        /** It may grow by this share, and by so much. */
        Measure(double share, double more) {
            this.share = share;
            this.more = more;
        }

        double of(ProcessHandle front, ProcessHandle engine) throws IOException {
            return switch (this) {
                case FRONT_MB -> megabytes(front);
                case ENGINE_MB -> megabytes(engine);
                case FRONT_FILES -> files(front);
                case ENGINE_FILES -> files(engine);
                case FRONT_THREADS -> status(front, "Threads:");
                case ENGINE_THREADS -> status(engine, "Threads:");
            };
        }

        /** Whether the last third is like the one before it; the first is the time of warming up. */
        boolean flat(List<Double> samples) {
            double before = median(samples.subList(samples.size() / 3, 2 * samples.size() / 3));
            double after = median(samples.subList(2 * samples.size() / 3, samples.size()));
            boolean flat = after <= before * (1 + share) + more;
            System.out.printf(
                    Locale.ROOT, "%s: %.0f, then %.0f: %s%n", this, before, after, flat ? "flat" : "NOT FLAT");
            return flat;
        }
    }

    private static double median(List<Double> samples) {
        return samples.stream().sorted().skip(samples.size() / 2).findFirst().orElseThrow();
    }

    private void soak(int seconds) throws Exception {
        start();
        awaitReady();
        long began = System.nanoTime();
        double every = Math.max(1, seconds / 100.0);
        int drawn = 0;
        Map<Measure, List<Double>> samples = new EnumMap<>(Measure.class);
        String columns = Stream.of(Measure.values()).map(Measure::toString).collect(joining(","));
        System.out.println("seconds,pictures," + columns.toLowerCase(Locale.ROOT));
        for (double next = 0; seconds(began) < seconds; ) {
            while (waiting() < 20) {
                String id = job(drawn % 2 == 0 || LORA.isEmpty() ? JOB : withAdapter());
                if (++drawn % 10 == 0) {
                    post("/deepgen/v1/jobs/" + id + "/cancel", "");
                }
            }
            get("/deepgen/v1/images?limit=50");
            post("/v1/images/generations", "{\"prompt\": \"a red circle\", \"steps\": 2, \"size\": \"1x1\"}");
            if (seconds(began) >= next) {
                StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.0f,%d", seconds(began), drawn));
                for (Measure measure : Measure.values()) {
                    double value = measure.of(front(), engine());
                    samples.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value);
                    line.append(String.format(Locale.ROOT, ",%.0f", value));
                }
                System.out.println(line);
                next += every;
            }
            Thread.sleep(100);
        }
        if (samples.entrySet().stream().filter(each -> !each.getKey().flat(each.getValue())).count() > 0) {
            throw new IllegalStateException("something grows");
        }
    }

    private static String withAdapter() {
        return JOB.replace("}", ", \"lora\": [{\"name\": \"%s\"}]}".formatted(LORA.replaceFirst("=.*", "")));
    }

    private long waiting() throws IOException {
        return Pattern.compile("\"id\":\"job_")
                .matcher(get("/deepgen/v1/jobs?status=queued&limit=100"))
                .results()
                .count();
    }
}
