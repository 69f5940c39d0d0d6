// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.FlowMatching;
import io.github.deepgen4j.training.objective.LanguageModelling;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.PlanAlignment;
import io.github.deepgen4j.training.objective.VaeReconstruction;
import io.github.deepgen4j.training.parts.ModelParts;
import io.github.deepgen4j.training.parts.NanoInitialiser;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Puts a run together from its configuration and lets it train. */
public final class Training {
    private Training() {}

    /**
     * Trains, and leaves the finished model in {@code <run>/model}, in the released layout.
     *
     * @param resume continue the run's latest checkpoint
     * @param console gets a line for each event
     * @param stopRequested once true, the current step is the last: a checkpoint is written and the run can be resumed
     */
    public static void run(
            TrainConfig config, Path run, boolean resume, Consumer<String> console, BooleanSupplier stopRequested) {
        RunFolder folder = new RunFolder(run, config, resume, console);
        try (ModelParts model = open(config)) {
            Map<String, Tensor> trainable = model.parameters(config.trainable());
            long elements =
                    trainable.values().stream().mapToLong(Tensor::elements).sum();
            console.accept("trainable: %d tensors, %,d parameters".formatted(trainable.size(), elements));
            try (Objective objective = objective(config, model);
                    AdamW optimizer = new AdamW(trainable, config.optimizer().options());
                    Ema ema = new Ema(trainable, config.ema())) {
                new Trainer(config, model, objective, optimizer, ema, folder, stopRequested).train();
                model.save(run.resolve("model"), ema.averages(), DType.F32);
            }
        }
    }

    private static ModelParts open(TrainConfig config) {
        return ModelParts.open(
                config.model(),
                config.seed(),
                switch (config.start()) {
                    case REFERENCE -> new DeepGenInitialiser(6);
                    case NANO -> new NanoInitialiser(ModelParts.decoderLayers(config.model()));
                });
    }

    private static Objective objective(TrainConfig config, ModelParts model) {
        boolean connectorFrozen = config.trainable().stream().noneMatch(prefix -> prefix.startsWith("connector"));
        return switch (config.objective()) {
            case VaeReconstruction.Config vae -> new VaeReconstruction(vae, model.vae(), config.seed());
            case LanguageModelling.Config language -> new LanguageModelling(language, model, config.seed());
            case PlanAlignment.Config plan -> new PlanAlignment(plan, model, config.seed());
            case FlowMatching.Config flow -> new FlowMatching(flow, model, connectorFrozen, config.seed());
        };
    }
}
