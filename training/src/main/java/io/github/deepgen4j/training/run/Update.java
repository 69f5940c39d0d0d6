// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.distributed.ParallelAdamW;
import io.github.deepgen4j.training.objective.MicroBatch;
import io.github.deepgen4j.training.objective.Objective.Outcome;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Updates of the trainable parameters by all processes of a group: gradients of micro-batches are accumulated, summed
 * over the processes and clipped; if all is finite, the optimizer makes its step and the averages take it in.
 */
public final class Update {
    private static final JsonMapper JSON = new JsonMapper();

    private final TrainState state;
    private final Unreached unreached;
    private final double maxGradNorm;
    private final boolean activationCheckpointing;

    /**
     * @param activationCheckpointing blocks keep only their inputs for the backward pass and compute the rest again
     */
    public Update(TrainState state, double maxGradNorm, boolean activationCheckpointing) {
        this.state = state;
        this.unreached = state.unreached();
        this.maxGradNorm = maxGradNorm;
        this.activationCheckpointing = activationCheckpointing;
    }

    /**
     * The outcome of one update, the same on all processes.
     *
     * @param loss weighted sum of the losses of all micro-batches, over the total weight
     * @param measures weighted means over the micro-batches that have a measure of the name; losses by task are
     *     {@code loss_<task>}
     * @param gradNorm before clipping
     * @param samples of all processes
     */
    public record Result(double loss, Map<String, Double> measures, double gradNorm, double learningRate, int samples) {
        /**
         * The outcome of several updates of one step: their means, and all samples.
         *
         * @param before what was measured before them
         */
        static Result of(List<Result> updates, Map<String, Double> before, double learningRate) {
            Map<String, Double> measures = new LinkedHashMap<>(before);
            measures.putAll(means(updates.stream()
                    .map(update -> new Report(1, update.loss(), update.samples(), update.measures()))
                    .toList()));
            return new Result(
                    updates.stream().mapToDouble(Result::loss).average().orElse(0),
                    measures,
                    updates.stream().mapToDouble(Result::gradNorm).average().orElse(0),
                    learningRate,
                    updates.stream().mapToInt(Result::samples).sum());
        }

        /** All numbers by the names that reports have for them. */
        public Map<String, Double> named() {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("loss", loss);
            values.putAll(measures);
            values.put("grad_norm", gradNorm);
            values.put("learning_rate", learningRate);
            return values;
        }
    }

    /** A micro-batch as processes tell each other of it. */
    record Report(double weight, double loss, int samples, Map<String, Double> measures) {}

    /**
     * Makes one update. Called by all processes, each with as many micro-batches as the others.
     *
     * @param step 1, 2, ...: the number of this update
     * @param own this process' micro-batches
     * @param total by which weights are divided: their sum over all processes for a mean
     * @throws TrainingException if loss or gradient is not finite, or a trainable parameter gets no gradient; then
     *     nothing was changed
     */
    public Result apply(int step, List<MicroBatch> own, double total, double learningRate) {
        ParallelAdamW optimizer = state.optimizer();
        optimizer.zeroGrad();
        List<Report> done =
                own.stream().map(microBatch -> accumulate(microBatch, total)).toList();
        unreached.requireNone(step);
        optimizer.lastMicroBatchDone();
        List<Report> all = exchange(done);
        double loss = 0;
        for (Report report : all) { // in the order of ranks: the same bits on all
            loss += report.weight() * report.loss() / total;
        }
        double gradNorm = optimizer.clipGradNorm(maxGradNorm);
        requireFinite(step, loss, gradNorm); // before the update: the last checkpoint stays good
        optimizer.step(learningRate);
        state.ema().update(step);
        int samples = all.stream().mapToInt(Report::samples).sum();
        return new Result(loss, means(all), gradNorm, learningRate, samples);
    }

    /**
     * Norm of the gradient of some micro-batches; the weights stay as they are. Called by all processes, each with as
     * many micro-batches as the others.
     *
     * @param total by which weights are divided
     */
    double gradNorm(List<MicroBatch> own, double total) {
        ParallelAdamW optimizer = state.optimizer();
        optimizer.zeroGrad();
        own.forEach(microBatch -> accumulate(microBatch, total));
        optimizer.lastMicroBatchDone();
        double norm = optimizer.clipGradNorm(Double.POSITIVE_INFINITY);
        optimizer.zeroGrad();
        return norm;
    }

    /** Adds the gradients of one micro-batch. */
    private Report accumulate(MicroBatch microBatch, double total) {
        Report report;
        try (var _ = Scope.open();
                var _ = activationCheckpointing ? ActivationCheckpointing.open() : null) {
            Outcome outcome = microBatch.forward().get();
            Tensor loss = outcome.loss();
            if (loss.requiresGrad()) {
                loss.mul(microBatch.weight() / total).backward();
            }
            report = report(microBatch.weight(), loss.item(), outcome);
            unreached.look();
        }
        state.optimizer().microBatchDone();
        return report;
    }

    private static Report report(double weight, double loss, Outcome outcome) {
        Map<String, Double> measures = new LinkedHashMap<>();
        if (!outcome.task().isEmpty()) {
            measures.put("loss_" + outcome.task(), loss);
        }
        measures.putAll(outcome.measures());
        return new Report(weight, loss, outcome.samples(), measures);
    }

    private List<Report> exchange(List<Report> own) {
        return state.group().allGather(JSON.writeValueAsString(own)).stream()
                .map(text -> JSON.readValue(text, Report[].class))
                .flatMap(Arrays::stream)
                .toList();
    }

    private static Map<String, Double> means(List<Report> reports) {
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Double> weights = new LinkedHashMap<>();
        for (Report report : reports) {
            report.measures().forEach((name, value) -> {
                sums.merge(name, report.weight() * value, Double::sum);
                weights.merge(name, report.weight(), Double::sum);
            });
        }
        sums.replaceAll((name, sum) -> sum / weights.get(name));
        return sums;
    }

    private static void requireFinite(int step, double loss, double gradNorm) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradNorm)) {
            throw new TrainingException(
                    "step %d: loss %s, gradient norm %s; no update was made, the last checkpoint is intact"
                            .formatted(step, loss, gradNorm));
        }
    }
}
