// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.engines.Engines;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.Manifest;
import io.github.deepgen4j.evaluation.run.Repeats;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deepgen evaluate score BENCHMARK}: judges the images of a folder. */
@Command(name = "score", description = "Scores the images of a run, or of any folder in the official layout.")
final class EvaluateScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchmarkMixin which;

    @Mixin
    private RunFolderMixin run;

    @Mixin
    private SelectionMixin selection;

    @Mixin
    private JudgeMixin judge;

    @Mixin
    private EngineMixin engine;

    @Option(
            names = "--checkout",
            paramLabel = "DIR",
            description = "Your copy of the benchmark's repository, for judge texts without a licence.")
    private Optional<Path> checkout;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Folder of journal and scores for images that \"evaluate generate\" did not draw.")
    private Optional<Path> results;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "official (the scripts, faults included) or fixed; default: the benchmark's usual one.")
    private Optional<Mode> mode;

    @Option(
            names = "--tile",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description =
                    "Size of one image of a file that holds several (dpg); default: as drawn, of others' 512x512.")
    private Optional<Size> tile;

    @Option(names = "--allow-partial", description = "Give a headline over a part of the images, marked \"n of m\".")
    private boolean allowPartial;

    @Option(names = "--replay", description = "Ask nobody: compute the scores from the journal again.")
    private boolean replay;

    @Option(names = "--json", description = "Print one JSON object instead of one line per group.")
    private boolean json;

    @Override
    public Integer call() {
        Scores scores = score(which.benchmark());
        if (json) {
            System.out.println(ScoreLines.json(scores));
        } else {
            ScoreLines.of(scores).forEach(System.out::println);
        }
        return 0;
    }

    private <I extends Item, V> Scores score(Benchmark<I, V> benchmark) {
        int repeat = judge.repeat();
        Path root = run.folder(benchmark.info());
        RunFolder folder = RunFolder.scored(root, results);
        Options usual = which.options(mode);
        Optional<Manifest> manifest = folder.manifest();
        manifest.ifPresent(drawn -> drawn.requireOf(benchmark.info(), root));
        Selection chosen = manifest.map(Manifest::selection)
                .orElseGet(() -> Usage.checked(spec, () -> selection.of(benchmark, which.items(benchmark, usual))));
        Options asked = usual.withSelection(chosen).withJudge(judge.family(benchmark));
        Options told = checkout.map(asked::withCheckout).orElse(asked);
        Options options = tile.map(told::withTile).orElse(told);
        List<I> items = which.items(benchmark, options);
        if (tile.isPresent() && !hasGrids(benchmark, items)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--tile: each file of " + benchmark.info().name() + " holds one image");
        }
        var scoring = new Scoring<>(benchmark, items, options, folder);
        String subject = benchmark.info().word() + " " + options.language();
        if (replay) {
            try (Journal journal = Journal.replay(folder.journalFile(), subject);
                    Engines engines = engine.engines(spec.commandLine().getErr()::println)) {
                // Those whose answers count, if several are in the journal.
                List<Answerer> counted = Stream.concat(judge.recorded().stream(), engines.chosenAnswerers().stream())
                        .toList();
                return scoring.score(Asking.replay(counted, journal), allowPartial, () -> {});
            }
        }
        try (Journal journal = Journal.open(folder.journalFile(), subject);
                Engines engines = engine.engines(spec.commandLine().getErr()::println);
                Judging judging = judge.open(spec.commandLine().getErr()::println)) {
            List<Answerer> answerers = Stream.concat(judging.answerers().stream(), engines.answerers().stream())
                    .toList();
            Asking asking = Asking.of(answerers, journal, judge.concurrency());
            long questions = scoring.expectedCalls(asking);
            judging.announce(questions);
            Runnable anchors = judging.isAnchored(questions) ? () -> judging.anchor(folder) : () -> {};
            anchors.run();
            Scores scores = scoring.score(asking, allowPartial, () -> {}, anchors);
            if (repeat > 0) {
                repeat(scoring, benchmark, folder, answerers, subject);
            }
            judging.conclude(folder);
            return scores;
        }
    }

    private <I extends Item, V> void repeat(
            Scoring<I, V> scoring,
            Benchmark<I, V> benchmark,
            RunFolder folder,
            List<Answerer> answerers,
            String subject) {
        List<Map<String, Double>> scores = new ArrayList<>();
        for (int number = 1; number <= judge.repeat(); number++) {
            try (Journal journal = Repeats.journal(folder, number, subject)) {
                scores.add(scoring.again(Asking.of(answerers, journal, judge.concurrency()), Repeats.PICTURES));
            }
        }
        Repeats repeats = Repeats.of(scores, benchmark.info().headline().best());
        repeats.write(folder);
        spec.commandLine().getErr().println("deepgen: " + repeats);
    }

    private static <I extends Item> boolean hasGrids(Benchmark<I, ?> benchmark, List<I> items) {
        return benchmark.artifacts(items.getFirst()).stream().anyMatch(Artifact.Grid.class::isInstance);
    }
}
