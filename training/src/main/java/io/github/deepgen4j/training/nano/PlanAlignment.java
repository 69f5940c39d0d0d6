// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.model.files.ConfigException.require;
import static io.github.deepgen4j.tensor.Functional.mseLoss;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.ValidationSet;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.nano.PromptConditions.Prompt;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 0 of the nano: prepares Stacked Channel Bridging before any image is drawn. Every word of a plan has a fixed
 * random code; the pooled condition learns their weighted sum and the sequence at think token i the code of word i. A
 * transformer without a pre-trained ancestor learns from such conditions several times faster than from random ones.
 */
public final class PlanAlignment implements Objective {
    private static final double[] POOLED_WEIGHTS = {0.7, 0.7, 1, 1.4, 1, 1, 1.4, 1};
    private static final double CODE = 0.9;
    private static final double PLACE = 0.45;

    /** @param promptDropout share of prompts replaced by the empty one, whose codes are zero */
    public record Config(ShapeWorldData data, int batch, double promptDropout, int validationTasks)
            implements ObjectiveConfig {
        public Config {
            require(batch >= 1, "batch", "1 or more", batch);
            require(promptDropout >= 0 && promptDropout <= 1, "prompt_dropout", "0 to 1", promptDropout);
            require(validationTasks >= 1, "validation_tasks", "1 or more", validationTasks);
        }

        @Override
        public Objective create(ObjectiveContext context) {
            return new PlanAlignment(this, context.model(), context.seed());
        }
    }

    private final Config config;
    private final Networks model;
    private final PromptConditions prompts;
    private final SlotTokens slotTokens;
    private final long seed;
    private final int vocabulary;
    private final Tensor pooledCodes; // (slots * vocabulary, pooled width)
    private final Tensor sequenceCodes; // (slots * vocabulary, sequence width)
    private final Tensor places; // (slots, sequence width)

    public PlanAlignment(Config config, Networks model, long seed) {
        this.config = config;
        this.model = model;
        this.seed = seed;
        this.prompts = new PromptConditions(model, false);
        this.slotTokens = new SlotTokens(model.tokenizer());
        this.vocabulary = model.config().vlm().vocabulary();
        int pooledWidth = model.connector().config().pooledWidth();
        int sequenceWidth = model.connector().config().sequenceWidth();
        try (var _ = Scope.open();
                var rng = Rng.seeded(seed)) {
            this.pooledCodes =
                    rng.normal((long) Example.SLOTS * vocabulary, pooledWidth).own();
            this.sequenceCodes =
                    rng.normal((long) Example.SLOTS * vocabulary, sequenceWidth).own();
            this.places = rng.normal(Example.SLOTS, sequenceWidth).own();
        }
    }

    @Override
    public Outcome loss(long microBatch) {
        var random = Seeds.random(seed, microBatch);
        List<Example> examples = config.data().draw(config.batch(), random);
        List<Boolean> dropped = examples.stream()
                .map(_ -> random.nextDouble() < config.promptDropout())
                .toList();
        return new Outcome(error(examples, dropped), "", config.batch());
    }

    private Tensor error(List<Example> examples, List<Boolean> dropped) {
        List<Prompt> asked = new ArrayList<>();
        float[] kept = new float[examples.size()];
        for (int i = 0; i < kept.length; i++) {
            Prompt prompt = Prompt.of(examples.get(i));
            asked.add(dropped.get(i) ? prompt.dropped() : prompt);
            kept[i] = dropped.get(i) ? 0 : 1;
        }
        Conditions conditions = prompts.of(asked).to(DType.F32); // whatever the networks compute in
        int slots = Example.SLOTS;
        Tensor words = Tensor.of(words(examples), (long) examples.size() * slots);
        Tensor keep = Tensor.of(kept, kept.length, 1, 1);
        Tensor codes = pooledCodes
                .indexSelect(0, words)
                .reshape(examples.size(), slots, -1)
                .mul(keep);
        Tensor pooled = codes.mul(pooledWeights()).sum(1, false);
        Tensor sequence = sequenceCodes
                .indexSelect(0, words)
                .reshape(examples.size(), slots, -1)
                .mul(CODE)
                .mul(keep)
                .add(places.mul(PLACE));
        long think = conditions.sequence().size(1) - slots;
        return mseLoss(conditions.pooled(), pooled)
                .add(mseLoss(conditions.sequence().narrow(1, think, slots), sequence));
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

    /** Row of the code tables for each slot of each example. */
    private long[] words(List<Example> examples) {
        long[] rows = new long[examples.size() * Example.SLOTS];
        int n = 0;
        for (Example example : examples) {
            int slot = 0;
            for (long token : slotTokens.of(example)) {
                rows[n++] = (long) slot++ * vocabulary + token;
            }
        }
        return rows;
    }

    @Override
    public Validation validate() {
        List<Example> examples = ValidationSet.heldOut(
                        config.data().kinds(), config.validationTasks(), Seeds.VALIDATION)
                .examples();
        Map<String, Double> measures = new LinkedHashMap<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            measures.put(
                    "unexplained",
                    error(examples, examples.stream().map(_ -> false).toList()).item() / 2);
        }
        return new Validation(measures, null);
    }

    @Override
    public void close() {
        pooledCodes.close();
        sequenceCodes.close();
        places.close();
        prompts.close();
    }
}
