// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scores the pictures of a folder: asks what has no answer in the journal, then computes everything from the answers.
 *
 * @param <I> items of the benchmark
 * @param <V> values of its answers
 */
public final class Scoring<I extends Item, V> {
    /** Items of which images are missing that are named. */
    private static final int NAMED = 5;

    private final Benchmark<I, V> benchmark;
    private final Options options;
    private final List<I> all;
    private final List<I> items;
    private final RunFolder folder;
    private final Protocol protocol;

    /**
     * @param all items of the benchmark, as its {@code load} gives them
     * @param options the selection among them; that of the manifest counts where the folder has one
     * @throws ConfigException if the pictures are of another benchmark or of other prompts
     */
    public Scoring(Benchmark<I, V> benchmark, List<I> all, Options options, RunFolder folder) {
        this.benchmark = benchmark;
        this.all = all;
        this.options = tile(options, folder);
        this.folder = folder;
        this.items = options.selection().of(all);
        this.protocol = benchmark.protocol();
        folder.manifest().ifPresent(this::requireSame);
    }

    /** Our own pictures are as large as their manifest says. */
    private static Options tile(Options options, RunFolder folder) {
        return options.tile().isPresent()
                ? options
                : folder.manifest()
                        .flatMap(manifest -> manifest.settings().tile())
                        .map(options::withTile)
                        .orElse(options);
    }

    private void requireSame(Manifest manifest) {
        manifest.requireOf(benchmark.info(), folder.results());
        Map<String, I> byId = new HashMap<>();
        all.forEach(item -> byId.put(item.id(), item));
        for (Manifest.Entry entry : manifest.images()) {
            I item = byId.get(entry.item());
            String asked = item == null
                    ? "nothing"
                    : "\"" + benchmark.plan(item, protocol).getFirst().prompt() + "\"";
            if (!asked.equals("\"" + entry.prompt() + "\"")) {
                throw new ConfigException(
                        "%s: %s was drawn for \"%s\", %s asks %s for %s; score it as what it was drawn"
                                        .formatted(
                                                folder.images(),
                                                entry.file(),
                                                entry.prompt(),
                                                benchmark.info().word(),
                                                asked,
                                                entry.item())
                                + " for, or draw it again");
            }
        }
    }

    /** A picture of an item; its questions are made anew when they are needed, since there may be very many. */
    private record Shown<I>(I item, Drawn drawn) {}

    private List<Shown<I>> shown() {
        PictureFolder pictures = folder.pictures();
        List<Shown<I>> shown = new ArrayList<>();
        for (I item : items) {
            for (Drawn drawn : benchmark.find(item, pictures)) {
                shown.add(new Shown<>(item, drawn));
            }
        }
        return shown;
    }

    private List<Task> tasks(Shown<I> one) {
        return benchmark.tasks(one.item(), one.drawn(), options);
    }

    /** The questions to a judge that have no answer in the journal: the calls to expect if each succeeds at once. */
    public long expectedCalls(Asking asking) {
        return shown().stream()
                .mapToLong(one -> tasks(one).stream()
                        .filter(task -> task.question() instanceof Question.Chat)
                        .filter(task -> !asking.isAnswered(id(one, task.name()), task.question()))
                        .count())
                .sum();
    }

    private static String id(Shown<? extends Item> one, String task) {
        return one.item().id() + "|" + one.drawn().sample() + "|" + task;
    }

    /**
     * Asks what has no answer yet, computes the result and writes {@code scores.json}.
     *
     * @param finished told after every question
     * @throws ConfigException if a judge or engine refuses to work at all
     */
    public Scores score(Asking asking, boolean allowPartial, Runnable finished) {
        return score(asking, allowPartial, finished, () -> {});
    }

    /**
     * As {@link #score(Asking, boolean, Runnable)}.
     *
     * @param answered run when all is asked, before the result is computed
     */
    public Scores score(Asking asking, boolean allowPartial, Runnable finished, Runnable answered) {
        List<Shown<I>> shown = shown();
        List<Outcome<V>> outcomes = outcomes(shown, asking, finished);
        answered.run();
        Scores scores = scores(shown, outcomes, asking.answerers(), allowPartial);
        scores.write(folder);
        return scores;
    }

    private List<Outcome<V>> outcomes(List<Shown<I>> shown, Asking asking, Runnable finished) {
        return asking.settle(
                shown.stream()
                        .flatMap(one -> tasks(one).stream()
                                .map(task -> new Asking.Ask<V>(
                                        id(one, task.name()),
                                        one.item().id(),
                                        one.drawn().sample(),
                                        task,
                                        answer -> benchmark.parse(one.item(), task, answer, options))))
                        .iterator(),
                finished);
    }

    /**
     * Asks about a part of the pictures once more, spread evenly over all, and gives the scores of those of which
     * every question was answered. Writes no result.
     *
     * @param pictures so many at most
     * @return by item and sample, on the headline's scale
     */
    public Map<String, Double> again(Asking asking, int pictures) {
        List<Shown<I>> all = shown();
        int step = Math.max(1, Math.ceilDiv(all.size(), pictures));
        List<Shown<I>> part = IntStream.range(0, all.size())
                .filter(place -> place % step == 0)
                .mapToObj(all::get)
                .toList();
        List<Outcome<V>> outcomes = outcomes(part, asking, () -> {});
        Set<String> failed = outcomes.stream()
                .filter(outcome -> outcome.failure().isPresent())
                .map(outcome -> outcome.item() + "|" + outcome.sample())
                .collect(Collectors.toSet());
        Map<String, Double> scores = new TreeMap<>();
        benchmark.aggregate(items, new Outcomes<>(outcomes), options).samples().stream()
                .filter(sample -> !failed.contains(sample.item() + "|" + sample.sample()))
                .forEach(sample -> scores.put(sample.item() + "|" + sample.sample(), sample.score()));
        return scores;
    }

    private Scores scores(List<Shown<I>> shown, List<Outcome<V>> outcomes, List<String> by, boolean allowPartial) {
        Outcomes<V> sorted = new Outcomes<>(outcomes);
        Summary summary = benchmark.aggregate(items, sorted, options);
        var table = new ScoreTable<>(sorted, summary);
        shown.forEach(one -> table.add(one.item(), one.drawn()));
        Counts counts = counts(shown, outcomes, table.whole());
        return new Scores(
                Scores.FORMAT,
                new ResultKey(
                        benchmark.info().name(),
                        benchmark.info().version(),
                        options.language(),
                        options.mode().word(),
                        by),
                folder.manifest().map(Manifest::settings),
                counts,
                table.headline(benchmark.info().headline(), counts, allowPartial),
                summary.figures(),
                summary.contributions(),
                summary.weights(),
                notes(summary.notes(), shown),
                table.rows());
    }

    /** Those of the rules, that images are missing, and that the judge changed meanwhile. */
    private List<String> notes(List<String> ofRules, List<Shown<I>> shown) {
        List<String> notes = new ArrayList<>(ofRules);
        missing(shown).ifPresent(notes::add);
        Anchors.read(folder).changed().ifPresent(notes::add);
        return notes;
    }

    private Optional<String> missing(List<Shown<I>> shown) {
        Map<String, Integer> found = found(shown);
        List<String> names = new ArrayList<>();
        for (I item : items) {
            int there = found.getOrDefault(item.id(), 0);
            if (there < expected(item)) {
                names.add(item.id() + " (" + there + " of " + expected(item) + " there)");
            }
        }
        int more = names.size() - NAMED;
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("images are missing of "
                        + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (more > 0 ? " and " + more + " more" : ""));
    }

    private Map<String, Integer> found(List<Shown<I>> shown) {
        Map<String, Integer> found = new HashMap<>();
        shown.forEach(one -> found.merge(one.item().id(), 1, Integer::sum));
        return found;
    }

    private Counts counts(List<Shown<I>> shown, List<Outcome<V>> outcomes, int whole) {
        Map<String, Integer> found = found(shown);
        int missing = 0;
        for (I item : items) {
            missing += Math.max(0, expected(item) - found.getOrDefault(item.id(), 0));
        }
        Map<String, Integer> failed = new HashMap<>();
        outcomes.forEach(outcome -> outcome.failure()
                .ifPresent(failure -> failed.merge(failure.kind().word(), 1, Integer::sum)));
        return new Counts(
                all.stream().mapToInt(this::expected).sum(),
                items.stream().mapToInt(this::expected).sum(),
                shown.size(),
                missing,
                whole,
                outcomes.size(),
                (int) outcomes.stream().filter(one -> one.value().isPresent()).count(),
                failed);
    }

    private int expected(I item) {
        return benchmark.plan(item, protocol).size();
    }
}
