// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.model.files.ConfigException.require;
import static io.github.deepgen4j.tensor.Functional.crossEntropy;
import static io.github.deepgen4j.tensor.Functional.interpolateBilinear;

import io.github.deepgen4j.evaluation.recognition.IconLabels;
import io.github.deepgen4j.evaluation.recognition.IconRecogniser;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.model.image.ContactSheet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.IconData;
import io.github.deepgen4j.training.nano.IconPatches.Labelled;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A judge of icons: teaches an {@link IconRecogniser} to name the thing, style and skin tone of parts of scenes, also
 * blurred, noisy or of other brightness, and to say "none" of ruined ones. It learns all pairs of things and styles,
 * for it must know what it judges; scenes of held-out compositions measure it.
 */
public final class IconRecognition implements Supervised {
    private static final double HELD_PAIRS = 0.05; // share of the samples that show the pairs held from other models
    private static final double[] BLURS = {1, 1, 0.6, 0.4};
    private static final int SHOWN = 48;
    private static final int COLUMNS = 12;

    /**
     * @param ruined share of samples that are ruined
     * @param validationBatches batches that measure it
     */
    public record Config(IconData data, int batch, double ruined, int validationBatches) implements ObjectiveConfig {
        public Config {
            require(batch >= 2, "batch", "2 or more", batch);
            require(ruined >= 0 && ruined < 1, "ruined", "0 or more and below 1", ruined);
            require(validationBatches >= 1, "validation_batches", "1 or more", validationBatches);
        }

        @Override
        public Objective create(ObjectiveContext context) {
            return new IconRecognition(this, context);
        }
    }

    private final Config config;
    private final IconRecogniser recogniser;
    private final IconPatches known;
    private final IconPatches held;
    private final IconPatches unseen;
    private final long seed;

    IconRecognition(Config config, ObjectiveContext context) {
        this.config = config;
        this.seed = context.seed();
        IconLabels labels = IconLabels.read(context.model().folder());
        this.recogniser = new IconRecogniser(context.model(), labels);
        this.known = new IconPatches(config.data(), IconSplit.TRAIN, labels);
        this.held = new IconPatches(config.data(), IconSplit.PAIRS, labels);
        this.unseen = new IconPatches(config.data(), IconSplit.COMPOSITIONS, labels);
    }

    @Override
    public Outcome loss(long microBatch) {
        RandomGenerator random = Seeds.random(seed, microBatch);
        List<Labelled> parts = new ArrayList<>();
        parts.add(known.whole(random)); // styles are asked of whole ones only: one is always there
        while (parts.size() < config.batch()) {
            IconPatches source = random.nextDouble() < HELD_PAIRS ? held : known;
            parts.add(random.nextDouble() < config.ruined() ? source.ruin(random) : source.whole(random));
        }
        Tensor pixels = pixels(parts);
        IconRecogniser.Seen seen = recogniser.look(disturbed(pixels, BLURS[random.nextInt(BLURS.length)], microBatch));
        long[][] answers = known.answers(parts);
        Tensor loss = crossEntropy(seen.things(), classes(answers[0]))
                .add(crossEntropy(seen.styles(), classes(answers[1])).mul(0.5))
                .add(crossEntropy(seen.tones(), classes(answers[2])).mul(0.5));
        return new Outcome(loss, "", config.batch());
    }

    private static Tensor pixels(List<Labelled> parts) {
        return IconRecogniser.pixels(parts.stream().map(Labelled::colours).toList());
    }

    private static Tensor classes(long[] answers) {
        return Tensor.of(answers, answers.length);
    }

    /** Blurred, of another contrast and brightness in each colour, and noisy: what a drawing model makes of a thing. */
    private Tensor disturbed(Tensor pixels, double blur, long microBatch) {
        long count = pixels.size(0);
        long side = pixels.size(2);
        Tensor blurred = pixels;
        if (blur < 1) {
            long small = Math.round(blur * side);
            Tensor less = interpolateBilinear(pixels, small, small, (double) small / side);
            blurred = interpolateBilinear(less, side, side, (double) side / small);
        }
        try (var rng = Rng.seeded(Seeds.mix(seed, microBatch))) {
            Tensor contrast = rng.uniform(count, 3, 1, 1).add(-0.5).mul(0.3).add(1);
            Tensor brightness = rng.uniform(count, 3, 1, 1).add(-0.5).mul(0.3);
            Tensor deviation = rng.uniform(count, 1, 1, 1).mul(0.2);
            Tensor noise = rng.normal(pixels.shape()).mul(deviation);
            return blurred.mul(contrast).add(brightness).add(noise).clamp(-1, 1);
        }
    }

    @Override
    public Validation validate(int step) {
        RandomGenerator random = Seeds.random(Seeds.VALIDATION, 0);
        int[] right = new int[4]; // thing, style, tone, all
        int rejected = 0;
        int count = 0;
        List<Labelled> shown = new ArrayList<>();
        for (int i = 0; i < config.validationBatches(); i++) {
            List<Labelled> whole = new ArrayList<>();
            List<Labelled> ruins = new ArrayList<>();
            for (int k = 0; k < config.batch(); k++) {
                whole.add(unseen.whole(random));
                ruins.add(unseen.ruin(random));
            }
            count += config.batch();
            long[][] seen = seen(whole);
            long[][] wanted = unseen.answers(whole);
            for (int k = 0; k < whole.size(); k++) {
                boolean all = true;
                for (int part = 0; part < 3; part++) {
                    boolean same = seen[part][k] == wanted[part][k];
                    right[part] += same ? 1 : 0;
                    all &= same;
                }
                right[3] += all ? 1 : 0;
                if (!all && shown.size() < SHOWN) {
                    shown.add(whole.get(k));
                }
            }
            long[] ruined = seen(ruins)[0];
            long[] none = unseen.answers(ruins)[0];
            for (int k = 0; k < ruins.size(); k++) {
                rejected += ruined[k] == none[k] ? 1 : 0;
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("thing", (double) right[0] / count);
        measures.put("style", (double) right[1] / count);
        measures.put("tone", (double) right[2] / count);
        measures.put("all", (double) right[3] / count);
        measures.put("ruins_rejected", (double) rejected / count);
        return new Validation(measures, mistaken(shown), (double) right[3] / count);
    }

    private long[][] seen(List<Labelled> parts) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            IconRecogniser.Seen seen = recogniser.look(pixels(parts));
            return new long[][] {
                seen.things().argmax(1).toLongs(),
                seen.styles().argmax(1).toLongs(),
                seen.tones().argmax(1).toLongs()
            };
        }
    }

    /** A sheet of what it took for something else; null where there is nothing of the kind. */
    private static Image mistaken(List<Labelled> parts) {
        if (parts.isEmpty()) {
            return null;
        }
        try (var _ = Scope.open()) {
            return ContactSheet.of(Pixels.toImages(pixels(parts)), Math.min(COLUMNS, parts.size()));
        }
    }
}
