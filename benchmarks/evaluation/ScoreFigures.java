// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Figures of {@code deepgen evaluate score}: T2I-CoReBench's 54,144 questions about 4,320 pictures, put to a judge on
 * the loopback that says yes after a time. Run from the root of the repository, with the folder of the benchmark's
 * twelve JSON files and the command:
 *
 * <pre>
 * java benchmarks/evaluation/ScoreFigures.java DATA ./deepgen
 * </pre>
 *
 * <p>Pictures are of 8 by 8 pixels. Each row is a process of its own; its seconds count the start of the JVM, too, and
 * those of the processor both cores. {@code -Dcalls} (10,000) and {@code -Dmillis} (100) change the second row.
 */
public final class ScoreFigures {
    private static final int CALLS = Integer.getInteger("calls", 10_000);
    private static final int MILLIS = Integer.getInteger("millis", 100);
    private static final int SAMPLES = 4;
    private static final byte[] YES = """
            {"choices": [{"message": {"content": "Yes"}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 1}}"""
            .getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final Path data;
    private final List<String> command;
    private final AtomicLong calls = new AtomicLong();
    private volatile int millis;

    private ScoreFigures(Path folder, Path data, List<String> command) {
        this.folder = folder;
        this.data = data;
        this.command = command;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("score-figures");
        try {
            new ScoreFigures(folder, Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length)).measure();
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(ScoreFigures::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measure() throws Exception {
        int pictures = draw();
        HttpServer judge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        judge.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        judge.createContext("/", this::answer);
        judge.start();
        String url = "http://127.0.0.1:" + judge.getAddress().getPort() + "/v1";
        System.out.printf(
                "%-52s %8s %8s %8s%n", pictures + " pictures", "seconds", "CPU", "MB at most");
        try {
            millis = MILLIS;
            row(CALLS + " calls of " + MILLIS + " ms, 64 at once", Path.of("first"), url, "--max-calls=" + CALLS);
            millis = 0;
            row("the other calls of 0 ms", Path.of("first"), url);
            row("again, nothing left to ask", Path.of("first"), url);
            row("--replay, all from the journal", Path.of("first"), url, "--replay");
        } finally {
            judge.stop(0);
        }
    }

    /** A picture of another colour for each name: equal ones would be asked about once. */
    private int draw() throws IOException {
        int count = 0;
        List<Path> files;
        try (Stream<Path> all = Files.list(data)) {
            files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            String group = file.getFileName().toString().replace(".json", "");
            Path into = Files.createDirectories(folder.resolve("pictures").resolve(group));
            for (int item = 1; item <= 90; item++) {
                for (int sample = 0; sample < SAMPLES; sample++) {
                    var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                    image.setRGB(0, 0, ++count);
                    String name = String.format(Locale.ROOT, "%s-%03d-%d.png", group, item, sample);
                    ImageIO.write(image, "png", into.resolve(name).toFile());
                }
            }
        }
        return count;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            calls.incrementAndGet();
            Thread.sleep(millis);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, YES.length);
            exchange.getResponseBody().write(YES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void row(String name, Path results, String url, String... more) throws Exception {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("evaluate", "score", "corebench", "--data", data.toString()));
        line.add(folder.resolve("pictures").toString());
        line.addAll(List.of("--results", folder.resolve(results).toString(), "--no-anchors"));
        line.addAll(List.of("--judge", url, "--model", "yes", "--allow-partial"));
        line.addAll(List.of(more));
        long before = calls.get();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        long cpu = 0; // milliseconds
        long most = 0; // kB
        do {
            cpu = Math.max(
                    cpu, process.toHandle().info().totalCpuDuration().map(time -> time.toMillis()).orElse(0L));
            most = Math.max(most, resident(process.pid()));
        } while (!process.waitFor(20, TimeUnit.MILLISECONDS));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-52s %8.1f %8.1f %8d   %d calls, exit code %d%n",
                name,
                seconds,
                cpu / 1e3,
                most / 1024,
                calls.get() - before,
                process.exitValue());
        if (calls.get() == before && process.exitValue() != 0) {
            System.out.print(Files.readString(folder.resolve("out.txt")));
        }
    }

    private static long resident(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }
}
