// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.evaluation.shapeworld.ShapeWorldBenchmark;
import io.github.deepgen4j.evaluation.shapeworld.Task;
import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 0 of the nano: prepares Stacked Channel Bridging before any picture is drawn. Every word of a plan has a fixed random
 * code; the pooled condition learns their weighted sum and the sequence at think token i the code of word i, with a mark of
 * the side on which the prompt wants an object. A transformer
 * without a pre-trained ancestor learns from such conditions several times faster than from random ones.
 */
public final class PlanAlignment implements Objective {
    private static final double[] POOLED_WEIGHTS = {0.7, 0.7, 1, 1.4, 1, 1, 1.4, 1};
    private static final double CODE = 0.9;
    private static final double PLACE = 0.45;
    private static final double SIDE = 0.6;

    /** Slots of {@link Task#slots()} that describe the two objects, and the one that relates them. */
    private static final int[][] OBJECTS = {{2, 3}, {5, 6}};

    private static final int RELATION = 4;
    private static final List<String> AXES = List.of("left", "above");

    /** @param promptDropout share of prompts replaced by the empty one, whose codes are zero */
    public record Config(ShapeWorldData data, int batch, double promptDropout, int validationTasks)
            implements ObjectiveConfig {}

    private final Config config;
    private final ModelParts model;
    private final PromptConditions prompts;
    private final long seed;
    private final int vocabulary;
    private final Tensor pooledCodes; // (slots * vocabulary, pooled width)
    private final Tensor sequenceCodes; // (slots * vocabulary, sequence width)
    private final Tensor places; // (slots, sequence width)
    private final Tensor sides; // (left, right, top, bottom; sequence width)

    public PlanAlignment(Config config, ModelParts model, long seed) {
        this.config = config;
        this.model = model;
        this.seed = seed;
        this.prompts = new PromptConditions(model, new PromptTemplate(model.tokenizer()), false);
        this.vocabulary = model.vocabulary();
        int pooledWidth = model.connector().config().pooledWidth();
        int sequenceWidth = model.connector().config().sequenceWidth();
        try (var _ = Scope.open();
                var rng = Rng.seeded(seed)) {
            this.pooledCodes =
                    rng.normal((long) Task.SLOTS * vocabulary, pooledWidth).own();
            this.sequenceCodes =
                    rng.normal((long) Task.SLOTS * vocabulary, sequenceWidth).own();
            this.places = rng.normal(Task.SLOTS, sequenceWidth).own();
            this.sides = rng.normal(2L * AXES.size(), sequenceWidth).own();
        }
    }

    @Override
    public Tensor loss(long microBatch) {
        var random = Seeds.random(seed, microBatch);
        List<Task> tasks = config.data().draw(config.batch(), random);
        List<Boolean> dropped = tasks.stream()
                .map(_ -> random.nextDouble() < config.promptDropout())
                .toList();
        return error(tasks, dropped);
    }

    private Tensor error(List<Task> tasks, List<Boolean> dropped) {
        List<String> texts = new ArrayList<>();
        float[] kept = new float[tasks.size()];
        for (int i = 0; i < kept.length; i++) {
            texts.add(dropped.get(i) ? "" : tasks.get(i).prompt());
            kept[i] = dropped.get(i) ? 0 : 1;
        }
        Conditions conditions = prompts.of(texts);
        int slots = Task.SLOTS;
        Tensor words = Tensor.of(words(tasks), (long) tasks.size() * slots);
        Tensor keep = Tensor.of(kept, kept.length, 1, 1);
        Tensor codes = pooledCodes
                .indexSelect(0, words)
                .reshape(tasks.size(), slots, -1)
                .mul(keep);
        Tensor pooled = codes.mul(pooledWeights()).sum(1, false);
        Tensor sequence = sequenceCodes
                .indexSelect(0, words)
                .reshape(tasks.size(), slots, -1)
                .mul(CODE)
                .add(marks(tasks).mul(SIDE))
                .mul(keep)
                .add(places.mul(PLACE));
        long think = conditions.sequence().size(1) - slots;
        return conditions
                .pooled()
                .mse(pooled)
                .add(conditions.sequence().narrow(1, think, slots).mse(sequence));
    }

    /**
     * (tasks, slots, sequence width): the code of its side at the words of an object whose side the prompt names. Without
     * it the transformer has to combine two words for each object, and takes sides by chance.
     */
    private Tensor marks(List<Task> tasks) {
        float[] chosen = new float[tasks.size() * Task.SLOTS * 2 * AXES.size()];
        for (int i = 0; i < tasks.size(); i++) {
            int axis = AXES.indexOf(tasks.get(i).slots().get(RELATION));
            for (int object = 0; axis >= 0 && object < OBJECTS.length; object++) {
                for (int slot : OBJECTS[object]) {
                    chosen[(i * Task.SLOTS + slot) * 2 * AXES.size() + 2 * axis + object] = 1;
                }
            }
        }
        return Tensor.of(chosen, tasks.size(), Task.SLOTS, 2L * AXES.size()).matmul(sides);
    }

    private static Tensor pooledWeights() {
        double norm = 0;
        for (double weight : POOLED_WEIGHTS) {
            norm += weight * weight;
        }
        return Tensor.of(POOLED_WEIGHTS, 1, POOLED_WEIGHTS.length, 1)
                .div(Math.sqrt(norm))
                .to(DType.F32);
    }

    /** Row of the code tables for each slot of each task. */
    private long[] words(List<Task> tasks) {
        long[] rows = new long[tasks.size() * Task.SLOTS];
        int n = 0;
        for (Task task : tasks) {
            int slot = 0;
            for (String word : task.slots()) {
                rows[n++] = (long) slot++ * vocabulary + model.tokenizer().encode(" " + word)[0];
            }
        }
        return rows;
    }

    @Override
    public Validation validate() {
        List<Task> tasks = ShapeWorldBenchmark.heldOut(
                        config.data().categories(), config.validationTasks(), Seeds.VALIDATION)
                .tasks();
        Map<String, Double> measures = new LinkedHashMap<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            measures.put(
                    "unexplained",
                    error(tasks, tasks.stream().map(_ -> false).toList()).item() / 2);
        }
        return new Validation(measures, null);
    }

    @Override
    public void close() {
        pooledCodes.close();
        sequenceCodes.close();
        places.close();
        sides.close();
        prompts.close();
    }
}
