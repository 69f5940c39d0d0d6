// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.ActivationCheckpointing;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.distributed.ParallelAdamW;
import io.github.deepgen4j.training.objective.Objective;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/** The training loop: every stage is this class with another objective and another set of trainable parameters. */
final class Trainer {
    private static final JsonMapper JSON = new JsonMapper();

    private final TrainConfig config;
    private final Networks model;
    private final Objective objective;
    private final ParallelAdamW optimizer;
    private final Ema ema;
    private final Checkpoints checkpoints;
    private final Metrics metrics;
    private final BooleanSupplier stopRequested;
    private final ProcessGroup group;
    private final Turns turns;
    /** What is to be trained, by its name in the configuration, until a gradient has come to some of it. */
    private final Map<String, Collection<Tensor>> unreached = new LinkedHashMap<>();

    /** @param metrics null on other ranks than 0 */
    Trainer(
            TrainConfig config,
            Networks model,
            Objective objective,
            ParallelAdamW optimizer,
            Ema ema,
            Checkpoints checkpoints,
            Metrics metrics,
            BooleanSupplier stopRequested,
            ProcessGroup group,
            Turns turns) {
        this.config = config;
        this.model = model;
        this.objective = objective;
        this.optimizer = optimizer;
        this.ema = ema;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.stopRequested = stopRequested;
        this.group = group;
        this.turns = turns;
        Map<String, Tensor> adapters = model.lora().tensors();
        for (String prefix : config.trainable()) {
            Map<String, Tensor> parameters = model.parameters(List.of(prefix));
            parameters.keySet().removeAll(adapters.keySet());
            unreached.put(prefix, parameters.values());
        }
        if (!adapters.isEmpty()) {
            unreached.put("lora", adapters.values());
        }
    }

    /**
     * Trains to the last step, or until a stop is requested of any process; both leave a checkpoint.
     *
     * @param done steps that were done before
     * @return false if stopped early
     */
    boolean train(int done) {
        for (int step = done + 1; step <= config.steps(); step++) {
            StepResult result = trainStep(step);
            ema.update(step);
            boolean last = step == config.steps();
            boolean stopped = result.stop();
            if (metrics != null && (config.log().due(step) || last || stopped)) {
                metrics.step(step, result);
            }
            if (config.checkpoint().due(step) || last || stopped) {
                save(step); // before anything else can fail
            }
            if (stopped) {
                return false;
            }
            if (config.validate().due(step) || last) {
                validate(step);
            }
        }
        return true;
    }

    /**
     * What one step did.
     *
     * @param byTask mean loss of each task that had a micro-batch
     * @param gradNorm before clipping
     * @param stop whether a process was asked to stop after this step
     */
    record StepResult(double loss, Map<String, Double> byTask, double gradNorm, double learningRate, boolean stop) {}

    private StepResult trainStep(int step) {
        optimizer.zeroGrad();
        List<MicroBatch> own = turns.ofStep(step).mapToObj(this::accumulate).toList();
        requireAllReached(step);
        optimizer.lastMicroBatchDone();
        boolean last = step == config.steps();
        List<StepReport> reports = exchange(new StepReport(own, !last && stopRequested.getAsBoolean()));
        double loss = 0;
        Map<String, double[]> byTask = new LinkedHashMap<>(); // sum and count
        for (StepReport report : reports) {
            for (MicroBatch micro : report.microBatches()) { // in the order of their numbers
                loss += micro.loss() / config.accumulation();
                if (metrics != null) {
                    metrics.count(micro.samples());
                }
                if (!micro.task().isEmpty()) {
                    double[] sum = byTask.computeIfAbsent(micro.task(), _ -> new double[2]);
                    sum[0] += micro.loss();
                    sum[1]++;
                }
            }
        }
        double gradNorm = optimizer.clipGradNorm(config.maxGradNorm());
        requireFinite(step, loss, gradNorm); // before the update: the last checkpoint stays good
        long microBatches = (long) config.steps() * config.accumulation();
        double rate = config.learningRate().at((long) step * config.accumulation() - 1, microBatches);
        optimizer.step(rate);
        Map<String, Double> means = new LinkedHashMap<>();
        byTask.forEach((task, sum) -> means.put(task, sum[0] / sum[1]));
        return new StepResult(loss, means, gradNorm, rate, reports.stream().anyMatch(StepReport::stop));
    }

    /** What processes tell each other in each step: their micro-batches, and whether they were asked to stop. */
    record StepReport(List<MicroBatch> microBatches, boolean stop) {}

    record MicroBatch(double loss, String task, int samples) {}

    private List<StepReport> exchange(StepReport own) {
        return group.allGather(JSON.writeValueAsString(own)).stream()
                .map(text -> JSON.readValue(text, StepReport.class))
                .toList();
    }

    /** Adds the gradients of one micro-batch. */
    private MicroBatch accumulate(long number) {
        MicroBatch done;
        try (var _ = Scope.open();
                var _ = config.recompute() ? ActivationCheckpointing.open() : null) {
            Objective.Outcome outcome = objective.loss(number);
            Tensor loss = outcome.loss();
            if (loss.requiresGrad()) {
                loss.mul(1.0 / config.accumulation()).backward();
            }
            done = new MicroBatch(loss.item(), outcome.task(), outcome.samples());
            unreached.values().removeIf(parameters -> parameters.stream().anyMatch(each -> each.grad() != null));
        }
        optimizer.microBatchDone();
        return done;
    }

    private void validate(int step) {
        withAverages(() -> {
            metrics.validation(step, objective.validate());
            metrics.restartClock(step);
        });
    }

    /** Rank 0 works with averaged parameters in place. */
    void withAverages(Runnable work) {
        try (var _ = ema.swapIn()) {
            optimizer.broadcastShares();
            group.onRankZero(work);
        }
        optimizer.broadcastShares();
    }

    private void save(int step) {
        try (var _ = Scope.open()) {
            Map<String, Tensor> state = optimizer.state();
            Map<String, Tensor> averages = optimizer.gather(ema.averages());
            group.onRankZero(() -> {
                metrics.say("step " + step + " saved " + checkpoints.save(step, state, averages, model));
                metrics.restartClock(step);
            });
        }
    }

    /** Or they would stay as they are, for as long as the run takes. */
    private void requireAllReached(int step) {
        if (!unreached.isEmpty()) {
            throw new TrainingException(
                    "step %d: trainable %s: the objective gives no gradient to any of these parameters"
                            .formatted(step, unreached.keySet()));
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
