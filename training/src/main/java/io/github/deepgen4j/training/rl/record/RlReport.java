// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import io.github.deepgen4j.evaluation.report.HtmlPage;
import io.github.deepgen4j.evaluation.report.Thumbnails;
import io.github.deepgen4j.model.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code report.html} of a run: alarms, curves, and the sample wall, in one file that can be opened while the run goes
 * on. Written at most every few seconds, except when asked for.
 */
public final class RlReport {
    private static final long PAUSE_NANOS = 30_000_000_000L;
    private static final int GROUPS = 12;
    private static final int PICTURES = 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path run;
    private final boolean writes;
    private final Consumer<String> log;
    private long written;
    private boolean warned;

    /**
     * @param writes true on rank 0
     * @param log gets a line, once, if the page cannot be written: a full disk ends the page, not the run
     */
    public RlReport(Path run, boolean writes, Consumer<String> log) {
        this.run = run;
        this.writes = writes;
        this.log = log;
    }

    /** @param now true to write it however short ago the last time was */
    public void write(FlightRecorder recorder, boolean now) {
        boolean due = now || written == 0 || System.nanoTime() - written > PAUSE_NANOS;
        if (!writes || !due || recorder.updates().isEmpty()) {
            return;
        }
        written = System.nanoTime();
        try {
            AtomicFile.write(run.resolve("report.html"), page(recorder));
        } catch (UncheckedIOException e) {
            if (!warned) {
                log.accept("warning: report.html cannot be written (" + e.getMessage() + "); the run goes on without");
            }
            warned = true;
        }
    }

    private String page(FlightRecorder recorder) {
        List<UpdateRecord> updates = recorder.updates();
        UpdateRecord last = updates.getLast();
        StringBuilder body = new StringBuilder();
        paragraph(body, "headline", headline(recorder, last));
        recorder.ringing().stream().sorted().forEach(alarm -> paragraph(body, "warn", alarm.text()));
        paragraph(body, "muted", costs(last));
        body.append("<h2>Curves</h2>\n<div id=\"wall\">\n");
        curves(recorder).forEach(curve -> body.append(curve.svg()));
        body.append("</div>\n<h2>Rewards of the last update</h2>\n");
        table(body, last);
        body.append("<h2>Samples</h2>\n");
        wall(body);
        return HtmlPage.of("Reinforcement learning: " + run.toAbsolutePath().getFileName(), body.toString(), "");
    }

    private static String headline(FlightRecorder recorder, UpdateRecord last) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "After update %d: reward %.4f", last.step(), last.reward()));
        recorder.scores()
                .forEach((measure, score) -> text.append(String.format(
                        Locale.ROOT,
                        ", %s %.3f (best %.3f)",
                        named(measure),
                        score.lastEntry().getValue(),
                        Collections.max(score.values()))));
        return text.toString();
    }

    private static String named(String measure) {
        return measure.equals(FlightRecorder.HELD_OUT)
                ? "held-out score"
                : measure.substring(FlightRecorder.BENCHMARK.length());
    }

    private static String costs(UpdateRecord last) {
        StringBuilder text = new StringBuilder("Last update:");
        last.seconds()
                .forEach((phase, seconds) -> text.append(String.format(Locale.ROOT, " %s %.2f s,", phase, seconds)));
        return text.append(String.format(
                        Locale.ROOT,
                        " questions to judges and engines %d, of which %d cached and %d failed; trajectories %.1f MB in"
                                + " memory, %.1f MB in files.",
                        last.calls().get("questions"),
                        last.calls().get("cached"),
                        last.calls().get("failed"),
                        last.bytes().get("memory") / 1e6,
                        last.bytes().get("files") / 1e6))
                .toString();
    }

    private static void paragraph(StringBuilder body, String style, String said) {
        body.append("<p class=\"" + style + "\">" + HtmlPage.text(said) + "</p>\n");
    }

    private static List<Curve> curves(FlightRecorder recorder) {
        List<UpdateRecord> updates = recorder.updates();
        List<Curve> curves = new ArrayList<>();
        Curve reward = line(updates, "reward", UpdateRecord::reward);
        curves.add(reward);
        Curve scores = Curve.of("held-out score and benchmarks, shares of the best there is");
        recorder.scores()
                .forEach((measure, score) -> score.forEach((step, value) -> scores.add(named(measure), step, value)));
        curves.add(scores);
        Curve each = Curve.of("each reward");
        updates.forEach(
                update -> update.rewards().forEach((name, column) -> each.add(name, update.step(), column.mean())));
        curves.add(each);
        curves.add(line(updates, "share of groups without variance", UpdateRecord::zeroVariance));
        Curve ratios = Curve.of("quantiles of the ratio, less 1");
        updates.forEach(update -> update.ratios().forEach((name, ratio) -> ratios.add(name, update.step(), ratio - 1)));
        curves.add(ratios);
        curves.add(measures(updates, "share of ratios clipped", "clipped_above", "clipped_below"));
        curves.add(measures(updates, "divergence from the reference", "kl"));
        curves.add(measures(updates, "approximate divergence of the update", "approximate_kl"));
        curves.add(measures(updates, "distance of the velocity from the reference", "velocity_distance"));
        curves.add(measures(updates, "length of the velocity, in units of the reference's", "velocity_norm_ratio"));
        curves.add(line(updates, "diversity", update -> update.looks().get("diversity")));
        curves.add(measures(updates, "gradient norm", "grad_norm"));
        curves.add(measures(
                updates,
                "gradient norm of each part of the loss",
                "grad_norm/policy",
                "grad_norm/reference",
                "grad_norm/sft"));
        curves.add(measures(updates, "supervised loss", "sft_loss"));
        return curves;
    }

    private static Curve line(List<UpdateRecord> updates, String title, ToDoubleFunction<UpdateRecord> value) {
        Curve curve = Curve.of(title);
        updates.forEach(update -> curve.add(title, update.step(), value.applyAsDouble(update)));
        return curve;
    }

    private static Curve measures(List<UpdateRecord> updates, String title, String... names) {
        Curve curve = Curve.of(title);
        for (String name : names) {
            updates.forEach(update -> curve.add(name, update.step(), update.measure(name)));
        }
        return curve;
    }

    private static void table(StringBuilder body, UpdateRecord last) {
        body.append("<table><tr><th>reward</th><th>mean</th><th>std</th><th>groups</th><th>without variance</th>"
                + "<th>failed</th></tr>\n");
        last.rewards()
                .forEach((name, column) -> body.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%s</td><td class=\"n\">%.4f</td><td class=\"n\">%.4f</td><td class=\"n\">%d</td>"
                                + "<td class=\"n\">%.0f %%</td><td class=\"n\">%d</td></tr>%n",
                        HtmlPage.text(name),
                        column.mean(),
                        column.std(),
                        column.groups(),
                        100 * column.zeroVariance(),
                        column.failed())));
        body.append("</table>\n");
    }

    /** Groups of the latest updates, each with its images from the best to the worst. */
    private void wall(StringBuilder body) {
        List<Path> files = files();
        Thumbnails thumbnails = Thumbnails.of(GROUPS * PICTURES);
        for (Path file :
                files.subList(Math.max(0, files.size() - GROUPS), files.size()).reversed()) {
            WallGroup group = group(file);
            if (group == null) {
                continue;
            }
            paragraph(body, "muted", "update " + group.step() + ", " + group.dataset() + ": " + group.prompt());
            body.append("<div id=\"wall\">\n");
            IntStream.range(0, group.totals().length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -group.totals()[i]))
                    .limit(PICTURES)
                    .forEach(i -> body.append(card(group, i, file, thumbnails)));
            body.append("</div>\n");
            replies(body, group);
        }
    }

    private static void replies(StringBuilder body, WallGroup group) {
        if (!group.replies().isEmpty()) {
            body.append("<details><summary>Replies</summary>\n");
            group.replies().forEach((name, reply) -> paragraph(body, "muted", name + ": " + reply));
            body.append("</details>\n");
        }
    }

    private static String card(WallGroup group, int i, Path file, Thumbnails thumbnails) {
        StringBuilder said = new StringBuilder(
                String.format(Locale.ROOT, "%.3f, advantage %+.2f", group.totals()[i], group.advantages()[i]));
        for (int f = 0; f < group.rewards().size(); f++) {
            if (!Double.isNaN(group.raw()[i][f])) {
                said.append(
                        String.format(Locale.ROOT, "; %s %.3f", group.rewards().get(f), group.raw()[i][f]));
            }
        }
        String picture = thumbnails
                .url(file.resolveSibling(WallGroup.picture(group.group(), i)))
                .map(url -> "<img loading=\"lazy\" alt=\"image " + i + "\" src=\"" + url + "\">")
                .orElse("");
        return "<div class=\"card\">" + picture + "<div>" + HtmlPage.text(said.toString()) + "</div></div>\n";
    }

    private List<Path> files() {
        Path wall = run.resolve("wall");
        if (!Files.isDirectory(wall)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(wall, 2)) {
            return found.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(wall + ": cannot be listed (" + e + ")", e);
        }
    }

    /** Null where it cannot be read. */
    private static WallGroup group(Path file) {
        try {
            return JSON.readValue(file.toFile(), WallGroup.class);
        } catch (JacksonException e) {
            return null;
        }
    }
}
