// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.run.Counts;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Shard;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The benchmarks that a run is measured by: all processes draw them with the weights as they are, the first one has
 * them judged. Each is an ordinary run of {@code deepgen evaluate} in {@code evaluations/NAME/step-N}; its journal
 * makes a resumed validation ask nothing twice, its pictures are drawn anew.
 */
final class Evaluations {
    private final List<? extends Evaluation<?, ?>> all;
    private final double failures;
    private final ObjectiveContext context;

    /** @param failures share of questions without an answer above which a result does not count */
    private Evaluations(List<? extends Evaluation<?, ?>> all, double failures, ObjectiveContext context) {
        this.all = all;
        this.failures = failures;
        this.context = context;
    }

    static Evaluations open(List<EvaluationConfig> configs, double failures, ObjectiveContext context) {
        List<? extends Evaluation<?, ?>> all =
                configs.stream().map(Evaluation::of).toList();
        ModelConfig model = context.model().config();
        for (int i = 0; i < all.size(); i++) {
            try {
                model.checkDrawable(all.get(i).protocol().size().orElse(model.defaultSize()));
            } catch (IllegalArgumentException e) {
                throw ConfigException.at("objective.evaluations." + i + ".size", e.getMessage(), e);
            }
        }
        return new Evaluations(all, failures, context);
    }

    /**
     * Draws and scores them all. Called by all processes; a result that nobody could draw or judge is left out, with a
     * line in the log.
     *
     * @param step that was done last
     * @return by name, as shares of the best there is, 0 to 1
     */
    Map<String, Double> measure(int step) {
        Map<String, Double> shares = new LinkedHashMap<>();
        if (all.isEmpty()) {
            return shares;
        }
        String name = String.format(Locale.ROOT, "step-%06d", step);
        try (DeepGen deepgen = DeepGen.over(name, context.model())) {
            for (Evaluation<?, ?> one : all) {
                double share = measure(one, deepgen, name);
                if (!Double.isNaN(share)) {
                    shares.put(one.config().title(), share);
                }
            }
        }
        return shares;
    }

    private double measure(Evaluation<?, ?> one, DeepGen deepgen, String step) {
        String title = one.config().title();
        RunFolder folder = RunFolder.own(
                context.run().resolve("evaluations").resolve(title).resolve(step));
        context.group().onRankZero(() -> clear(folder));
        List<String> faults = context.group().allGather(drawn(one, deepgen, folder)).stream()
                .filter(fault -> !fault.isEmpty())
                .toList();
        double[] share = {Double.NaN};
        if (faults.isEmpty()) {
            context.group().onRankZero(() -> share[0] = share(one, folder, title + " at " + step));
        } else {
            leaveOut(title + " at " + step, faults.getFirst());
        }
        return Double.parseDouble(
                context.group().allGather(Double.toString(share[0])).getFirst());
    }

    /** Removes what an earlier start drew, maybe with other weights; what was asked about pictures stays true. */
    private static void clear(RunFolder folder) {
        Path results = folder.results();
        if (!Files.isDirectory(results)) {
            return;
        }
        try (Stream<Path> content = Files.list(results)) {
            for (Path path :
                    content.filter(path -> !path.equals(folder.journalFile())).toList()) {
                FileTree.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(results + ": cannot be cleared (" + e + ")", e);
        }
    }

    /** @return what went wrong, or nothing */
    private String drawn(Evaluation<?, ?> one, DeepGen deepgen, RunFolder folder) {
        try {
            one.draw(
                    deepgen,
                    folder,
                    new Shard(context.group().rank() + 1, context.group().worldSize()));
            return "";
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private double share(Evaluation<?, ?> one, RunFolder folder, String what) {
        Scores scores;
        try {
            scores = one.score(folder, context.engines(), context.log());
        } catch (ConfigException | EngineException | UncheckedIOException e) {
            leaveOut(what, e.getMessage());
            return Double.NaN;
        }
        Counts counts = scores.counts();
        int open = counts.tasks() - counts.scored();
        if (open > failures * counts.tasks()) {
            leaveOut(what, open + " of " + counts.tasks() + " questions have no answer; first: " + first(scores));
            return Double.NaN;
        }
        return scores.headline().map(found -> found.value() / found.best()).orElse(Double.NaN);
    }

    private static String first(Scores scores) {
        return scores.images().stream()
                .flatMap(image -> image.failures().entrySet().stream()
                        .map(failure -> image.picture() + ", " + failure.getKey() + ": "
                                + failure.getValue().reason()))
                .findFirst()
                .orElse("none is named");
    }

    private void leaveOut(String what, String why) {
        context.log().accept(what + " is left out: " + why);
    }
}
