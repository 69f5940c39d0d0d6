// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.program.ShapeWorldJudge;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.Demand;
import io.github.deepgen4j.evaluation.run.Generation;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.evaluation.run.Shard;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.training.rl.reward.Judges;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A benchmark that a run is measured by: its items, and how they are drawn and scored, by the machinery of
 * {@code deepgen evaluate}.
 *
 * @param <I> items of the benchmark
 * @param <V> values of its answers
 */
final class Evaluation<I extends Item, V> {
    private final EvaluationConfig config;
    private final Benchmark<I, V> benchmark;
    private final Options options;
    private final List<I> all;
    private final List<I> items;

    private Evaluation(EvaluationConfig config, Benchmark<I, V> benchmark) {
        this.config = config;
        this.benchmark = benchmark;
        this.options = options(config, benchmark);
        this.all = load(options);
        this.items = options.selection().of(all);
    }

    /** @throws ConfigException naming the field, if files of the benchmark are missing or groups do not exist */
    static Evaluation<?, ?> of(EvaluationConfig config) {
        return of(config, config.version());
    }

    private static <I extends Item, V> Evaluation<I, V> of(EvaluationConfig config, Benchmark<I, V> benchmark) {
        return new Evaluation<>(config, benchmark);
    }

    private static Options options(EvaluationConfig config, Benchmark<?, ?> benchmark) {
        Options usual = Options.usual(benchmark.info());
        Options chosen = usual.withLanguage(
                        Optional.ofNullable(config.language()).orElse(usual.language()))
                .withSelection(new Selection(config.groups(), config.perGroup()));
        return config.checkout() == null ? chosen : chosen.withCheckout(config.checkout());
    }

    private List<I> load(Options asked) {
        try {
            Options whole = asked.withSelection(Selection.ALL);
            List<String> known = benchmark.load(folder(), whole).stream()
                    .map(Item::group)
                    .distinct()
                    .toList();
            for (String group : config.groups()) {
                ConfigException.require(known.contains(group), "groups", "some of " + String.join(", ", known), group);
            }
            return benchmark.load(folder(), asked);
        } catch (ConfigException e) {
            throw e.field().isPresent() ? e : ConfigException.at("data", e.getMessage(), e);
        }
    }

    private Path folder() {
        return Optional.ofNullable(config.data()).orElse(Path.of(""));
    }

    EvaluationConfig config() {
        return config;
    }

    Protocol protocol() {
        return config.protocol();
    }

    /** The pictures and questions to come. */
    Demand demand() {
        try {
            return Demand.of(benchmark, items, options, protocol());
        } catch (ConfigException e) {
            throw ConfigException.at("checkout", e.getMessage(), e);
        }
    }

    /**
     * Refuses what nobody could answer.
     *
     * @throws ConfigException naming the field
     */
    void requireAnswers(EngineAccess engines, Consumer<String> notes) {
        Demand demand = demand();
        try (Answering answering = answering(engines, notes)) {
            Optional<String> missing = demand.missing(answering.answerers());
            missing.ifPresent(kind -> {
                throw kind.equals("judge")
                        ? ConfigException.at(
                                "judge",
                                "%s asks a judge, found none; name its url and model, or judge: shapeworld for"
                                                .formatted(config.benchmark())
                                        + " benchmarks of ShapeWorld's pictures",
                                null)
                        : ConfigException.at(
                                "benchmark",
                                "%s expected an engine of the kind %s, found none; add one with 'deepgen evaluate"
                                                .formatted(config.benchmark(), kind)
                                        + " engines add %s FILE' or name one with --engine %s=ADDRESS"
                                                .formatted(kind, kind),
                                null);
            });
            demand.open(answering.answerers());
        } catch (EngineException e) {
            throw ConfigException.at("benchmark", config.benchmark() + ": " + e.getMessage(), e);
        }
    }

    /** Draws the part of a process. */
    void draw(DeepGen deepgen, RunFolder folder, Shard part) {
        new Generation(deepgen, SamplingOptions.DEFAULT, protocol())
                .run(benchmark, items, options, folder, part, Observer.NONE, () -> {});
    }

    /** Asks what has no answer in the folder's journal, and writes its {@code scores.json}. */
    Scores score(RunFolder folder, EngineAccess engines, Consumer<String> notes) {
        String subject = benchmark.info().word() + " " + options.language();
        try (Journal journal = Journal.open(folder.journalFile(), subject);
                Answering answering = answering(engines, notes)) {
            Asking asking = Asking.of(answering.answerers(), journal, answering.inFlight());
            return new Scoring<>(benchmark, all, options, folder).score(asking, true, () -> {});
        }
    }

    /** Those who answer, the judge first. */
    private record Answering(List<Answerer> answerers, int inFlight, Optional<JudgeClient> owned)
            implements AutoCloseable {
        @Override
        public void close() {
            owned.ifPresent(JudgeClient::close);
        }
    }

    private Answering answering(EngineAccess engines, Consumer<String> notes) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (config.judge() == null) {
            return new Answering(engines.answerers(), processors, Optional.empty());
        }
        if (config.judge().judge() != null) {
            return new Answering(with(new ShapeWorldJudge(), engines), processors, Optional.empty());
        }
        JudgeClient judge;
        try {
            judge = Judges.open(
                    config.judge(), config.judge().url(), config.judge().model(), Thread::sleep, notes);
        } catch (ConfigException e) {
            throw e.inside("judge");
        }
        return new Answering(with(judge, engines), config.judge().workers(), Optional.of(judge));
    }

    private static List<Answerer> with(Answerer first, EngineAccess engines) {
        return Stream.concat(Stream.of(first), engines.answerers().stream()).toList();
    }
}
