// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The pictures and questions of a benchmark, known before any picture is drawn. */
public final class Demand {
    private static final Size UNKNOWN = new Size(64, 64);

    private final int items;
    private final int edits;
    private final int pictures;
    private final SortedMap<String, Long> questions = new TreeMap<>();
    private final List<Question> examples = new ArrayList<>();

    /** @throws io.github.deepgen4j.model.files.ConfigException if texts of the questions are missing */
    private <I extends Item, V> Demand(Benchmark<I, V> benchmark, List<I> items, Options options, Protocol protocol) {
        Picture blank = blank(protocol.size().or(options::tile).orElse(UNKNOWN));
        int drawn = 0;
        int edited = 0;
        for (I item : items) {
            for (SampleRequest request : benchmark.plan(item, protocol)) {
                List<Picture> sources = request.source().isPresent() ? List.of(blank) : List.of();
                var shown = new Drawn(String.valueOf(request.sample()), blank, sources);
                benchmark.tasks(item, shown, options).stream()
                        .map(Task::question)
                        .forEach(this::count);
                drawn++;
                edited += sources.size();
            }
        }
        this.items = items.size();
        this.pictures = drawn;
        this.edits = edited;
    }

    /**
     * The demand of some items.
     *
     * @param protocol by which they are drawn
     * @throws io.github.deepgen4j.model.files.ConfigException if texts of the questions are missing
     */
    public static <I extends Item, V> Demand of(
            Benchmark<I, V> benchmark, List<I> items, Options options, Protocol protocol) {
        return new Demand(benchmark, items, options, protocol);
    }

    private static Picture blank(Size size) {
        return new Picture.Made(
                "blank",
                () -> Image.of(
                        size.width(), size.height(), new byte[Math.toIntExact(3L * size.width() * size.height())]));
    }

    private void count(Question question) {
        if (question instanceof Question.Measure) {
            return; // a part of the benchmark
        }
        if (questions.merge(asked(question), 1L, Long::sum) == 1) {
            examples.add(question);
        }
    }

    private static String asked(Question question) {
        return switch (question) {
            case Question.Chat _ -> "judge";
            case Question.Detect _ -> "detector";
            case Question.Read _ -> "ocr";
            case Question.Similarity _ -> "clip";
            case Question.YesNo _ -> "vqa";
            case Question.Rate rate -> rate.scorer();
            case Question.Measure _ -> "program";
        };
    }

    /** Items, each with its prompt. */
    public int items() {
        return items;
    }

    /** Pictures to draw. */
    public int pictures() {
        return pictures;
    }

    /** Those of them that begin with another picture. */
    public int edits() {
        return edits;
    }

    /** Questions by who answers them: {@code judge}, or the kind of an engine. */
    public SortedMap<String, Long> questions() {
        return new TreeMap<>(questions);
    }

    /** The one who is missing among those that may be asked: {@code judge}, or the kind of an engine. */
    public Optional<String> missing(List<Answerer> answerers) {
        return examples.stream()
                .filter(question -> answerers.stream().noneMatch(one -> one.takes(question)))
                .map(Demand::asked)
                .findFirst();
    }

    /**
     * Opens the engines that will be asked.
     *
     * @throws io.github.deepgen4j.evaluation.engine.EngineException if one cannot be opened
     */
    public void open(List<Answerer> answerers) {
        for (Question question : examples) {
            answerers.stream()
                    .filter(one -> one.takes(question))
                    .findFirst()
                    .ifPresent(one -> one.fingerprint(question));
        }
    }
}
