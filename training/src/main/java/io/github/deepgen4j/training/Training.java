// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.FlowMatching;
import io.github.deepgen4j.training.objective.LanguageModelling;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.PlanAlignment;
import io.github.deepgen4j.training.objective.Supervised;
import io.github.deepgen4j.training.objective.VaeReconstruction;
import io.github.deepgen4j.training.parts.ModelParts;
import io.github.deepgen4j.training.parts.NanoInitialiser;
import io.github.deepgen4j.training.parts.PartsOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Puts a run together from its configuration and lets it train. */
public final class Training {
    private Training() {}

    /**
     * Trains, and leaves the finished model in {@code <run>/model}, in the released layout, adapters merged.
     *
     * @param resume continue the run's latest checkpoint
     * @param console gets a line for each event
     * @param stopRequested once true, the current step is the last: a checkpoint is written and the run can be resumed
     * @return false if stopped before the last step; there is no finished model then
     */
    public static boolean run(
            TrainConfig config, Path run, boolean resume, Consumer<String> console, BooleanSupplier stopRequested) {
        RunFolder folder = new RunFolder(run, config, resume);
        try (ModelParts model = open(config)) {
            Map<String, Tensor> trainable = model.parameters(config.trainable());
            try (Objective objective = objective(config, model);
                    AdamW optimizer = new AdamW(trainable, config.optimizer().options());
                    Ema ema = new Ema(trainable, config.ema())) {
                int done = folder.checkpoints().restoreLatest(optimizer, ema, model);
                try (Metrics metrics = new Metrics(run, config, done, console)) {
                    metrics.say(describe(config, trainable, done));
                    Trainer trainer = new Trainer(
                            config, model, objective, optimizer, ema, folder.checkpoints(), metrics, stopRequested);
                    boolean finished = trainer.train(done);
                    if (finished) {
                        try (var _ = ema.swapIn()) {
                            folder.finish(model, config.checkpoint().type());
                        }
                    }
                    metrics.ended(finished);
                    return finished;
                }
            }
        }
    }

    private static String describe(TrainConfig config, Map<String, Tensor> trainable, int done) {
        long elements = trainable.values().stream().mapToLong(Tensor::elements).sum();
        return "%s after step %d of %d (%d micro-batches each); trainable: %d tensors, %,d parameters"
                .formatted(
                        done == 0 ? "begins" : "continues",
                        done,
                        config.steps(),
                        config.accumulation(),
                        trainable.size(),
                        elements);
    }

    static ModelParts open(TrainConfig config) {
        Path folder = config.model().equals(TrainConfig.NANO) ? DeepGen.nanoFolder() : config.model();
        return ModelParts.open(
                folder,
                new PartsOptions(
                        config.seed(),
                        switch (config.start()) {
                            case REFERENCE -> new DeepGenInitialiser(6);
                            case NANO -> new NanoInitialiser(ModelParts.decoderLayers(folder));
                        },
                        Buffers.BF16, // as the released weights were trained (Q17)
                        config.compute(),
                        config.trainable(),
                        config.lora()));
    }

    private static Objective objective(TrainConfig config, ModelParts model) {
        boolean connectorFrozen = config.trainable().stream().noneMatch(prefix -> prefix.startsWith("connector"));
        return switch (config.objective()) {
            case VaeReconstruction.Config vae -> new VaeReconstruction(vae, model.vae(), config.seed());
            case LanguageModelling.Config language -> new LanguageModelling(language, model, config.seed());
            case PlanAlignment.Config plan -> new PlanAlignment(plan, model, config.seed());
            case FlowMatching.Config flow -> new FlowMatching(flow, model, connectorFrozen, config.seed());
            case Supervised.Config supervised -> new Supervised(supervised, model, config.seed());
        };
    }
}
