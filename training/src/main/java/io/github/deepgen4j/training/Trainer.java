// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Recomputation;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The training loop: every stage is this class with another objective and another set of trainable parameters. */
final class Trainer {
    private final TrainConfig config;
    private final ModelParts model;
    private final Objective objective;
    private final AdamW optimizer;
    private final Ema ema;
    private final Checkpoints checkpoints;
    private final Metrics metrics;
    private final BooleanSupplier stopRequested;

    Trainer(
            TrainConfig config,
            ModelParts model,
            Objective objective,
            AdamW optimizer,
            Ema ema,
            Checkpoints checkpoints,
            Metrics metrics,
            BooleanSupplier stopRequested) {
        this.config = config;
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
        this.ema = ema;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.stopRequested = stopRequested;
    }

    /**
     * Trains to the last step, or until a stop is requested; both leave a checkpoint.
     *
     * @param done steps that were done before
     * @return false if stopped early
     */
    boolean train(int done) {
        for (int step = done + 1; step <= config.steps(); step++) {
            StepResult result = trainStep(step);
            ema.update(step);
            boolean last = step == config.steps();
            boolean stopped = !last && stopRequested.getAsBoolean();
            if (config.log().due(step) || last || stopped) {
                metrics.step(step, result);
            }
            if (config.validate().due(step) || last) {
                validate(step);
            }
            if (config.checkpoint().due(step) || last || stopped) {
                metrics.say("step " + step + " saved " + checkpoints.save(step, optimizer, ema, model));
                metrics.restartClock(step);
            }
            if (stopped) {
                return false;
            }
        }
        return true;
    }

    /**
     * What one step did.
     *
     * @param byTask mean loss of each task that had a micro-batch
     * @param gradNorm before clipping
     */
    record StepResult(double loss, Map<String, Double> byTask, double gradNorm, double learningRate) {}

    private StepResult trainStep(int step) {
        optimizer.zeroGrad();
        double loss = 0;
        Map<String, double[]> byTask = new LinkedHashMap<>(); // sum and count
        for (int micro = 0; micro < config.accumulation(); micro++) {
            long number = (long) (step - 1) * config.accumulation() + micro;
            double value = accumulate(number);
            loss += value / config.accumulation();
            Objective.Facts facts = objective.facts(number);
            metrics.count(facts.samples());
            if (!facts.task().isEmpty()) {
                double[] sum = byTask.computeIfAbsent(facts.task(), _ -> new double[2]);
                sum[0] += value;
                sum[1]++;
            }
        }
        double gradNorm = optimizer.clipGradNorm(config.maxGradNorm());
        requireFinite(step, loss, gradNorm); // before the update: the last checkpoint stays good
        long microBatches = (long) config.steps() * config.accumulation();
        double rate = config.learningRate().at((long) step * config.accumulation() - 1, microBatches);
        optimizer.step(rate);
        Map<String, Double> means = new LinkedHashMap<>();
        byTask.forEach((task, sum) -> means.put(task, sum[0] / sum[1]));
        return new StepResult(loss, means, gradNorm, rate);
    }

    /** Adds the gradients of one micro-batch and returns its loss. */
    private double accumulate(long number) {
        try (var _ = Scope.open();
                var _ = config.recompute() ? Recomputation.open() : null) {
            Tensor loss = objective.loss(number);
            loss.mul(1.0 / config.accumulation()).backward();
            return loss.item();
        }
    }

    private void validate(int step) {
        try (var _ = ema.swapIn()) {
            metrics.validation(step, objective.validate());
        }
        metrics.restartClock(step);
    }

    private static void requireFinite(int step, double loss, double gradNorm) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradNorm)) {
            throw new TrainingException(
                    "step %d: loss %s, gradient norm %s; no update was made, the last checkpoint is intact"
                            .formatted(step, loss, gradNorm));
        }
    }
}
