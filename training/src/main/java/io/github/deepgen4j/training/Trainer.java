// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.function.BooleanSupplier;

/** The training loop: every stage is this class with another objective and another set of trainable parameters. */
public final class Trainer {
    private final TrainConfig config;
    private final ModelParts model;
    private final Objective objective;
    private final AdamW optimizer;
    private final Ema ema;
    private final RunFolder run;
    private final BooleanSupplier stopRequested;

    Trainer(
            TrainConfig config,
            ModelParts model,
            Objective objective,
            AdamW optimizer,
            Ema ema,
            RunFolder run,
            BooleanSupplier stopRequested) {
        this.config = config;
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
        this.ema = ema;
        this.run = run;
        this.stopRequested = stopRequested;
    }

    /** Trains from the latest checkpoint of the run to the last step, or until a stop is requested. */
    public void train() {
        int first = run.restoreLatest(optimizer, ema, model) + 1;
        for (int step = first; step <= config.steps(); step++) {
            StepResult result = trainStep(step);
            ema.update(step);
            boolean last = step == config.steps() || stopRequested.getAsBoolean();
            if (config.log().due(step) || last) {
                run.log(step, config.steps(), result);
            }
            if (config.validate().due(step) || step == config.steps()) {
                validate(step);
            }
            if (config.checkpoint().due(step) || last) {
                run.save(step, optimizer, ema, model);
            }
            if (last) {
                return;
            }
        }
    }

    /** Loss, norm of the gradients before clipping, and rate of one step. */
    record StepResult(double loss, double gradNorm, double learningRate) {}

    private StepResult trainStep(int step) {
        optimizer.zeroGrad();
        double loss = 0;
        for (int micro = 0; micro < config.accumulation(); micro++) {
            try (var _ = Scope.open()) {
                long number = (long) (step - 1) * config.accumulation() + micro;
                Tensor scaled = objective.loss(number).mul(1.0 / config.accumulation());
                scaled.backward();
                loss += scaled.item();
            }
        }
        double gradNorm = optimizer.clipGradNorm(config.maxGradNorm());
        requireFinite(step, loss, gradNorm); // before the update: the last checkpoint stays good
        double rate = config.learningRate()
                .at((long) step * config.accumulation() - 1, (long) config.steps() * config.accumulation());
        optimizer.step(rate);
        return new StepResult(loss, gradNorm, rate);
    }

    private void validate(int step) {
        try (var _ = ema.swapIn()) {
            run.validation(step, objective.validate());
        }
    }

    private static void requireFinite(int step, double loss, double gradNorm) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradNorm)) {
            throw new TrainingException(
                    "step %d: loss %s, gradient norm %s; no update was made, the last checkpoint is intact"
                            .formatted(step, loss, gradNorm));
        }
    }
}
