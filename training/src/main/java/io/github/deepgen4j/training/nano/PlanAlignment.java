// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.model.files.ConfigException.require;
import static io.github.deepgen4j.tensor.Functional.mseLoss;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.nano.ConditionSource.Asked;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 0 of the nano: prepares Stacked Channel Bridging before any image is drawn. Every word of a plan has a fixed
 * code ({@link SlotCodes}); the pooled condition learns their weighted sum and the sequence at think token i the code
 * of word i. A transformer without a pre-trained ancestor learns from such conditions several times faster than from
 * random ones.
 */
public final class PlanAlignment implements Supervised {
    /** Of codes that a transformer has learned from already. */
    static final long CODE_SEED = 1;

    /** @param promptDropout share of prompts replaced by the empty one, whose codes are zero */
    public record Config(PlannedData data, int batch, double promptDropout, int validationTasks)
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
    private final PlannedData.Source samples;
    private final SlotCodes codes;
    private final long seed;

    public PlanAlignment(Config config, Networks model, long seed) {
        this.config = config;
        this.model = model;
        this.seed = seed;
        this.prompts = new PromptConditions(model, false);
        this.samples = config.data().open();
        this.codes = new SlotCodes(samples.form(), model, samples.form().shared() ? CODE_SEED : seed);
    }

    @Override
    public Outcome loss(long microBatch) {
        var random = Seeds.random(seed, microBatch);
        List<Planned> examples = samples.draw(config.batch(), random);
        List<Boolean> dropped = examples.stream()
                .map(_ -> random.nextDouble() < config.promptDropout())
                .toList();
        return new Outcome(error(examples, dropped), "", config.batch());
    }

    private Tensor error(List<Planned> examples, List<Boolean> dropped) {
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            asked.add(new Asked(examples.get(i), dropped.get(i)));
        }
        Conditions conditions = prompts.of(asked).to(DType.F32); // whatever the networks compute in
        Conditions wanted = codes.of(examples.stream().map(Planned::slots).toList(), dropped);
        long think = conditions.sequence().size(1) - codes.slots();
        return mseLoss(conditions.pooled(), wanted.pooled())
                .add(mseLoss(conditions.sequence().narrow(1, think, codes.slots()), wanted.sequence()));
    }

    @Override
    public Validation validate(int step) {
        List<Planned> examples =
                samples.heldOut(config.validationTasks(), Seeds.VALIDATION).samples();
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
        codes.close();
        prompts.close();
    }
}
