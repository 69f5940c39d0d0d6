// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.HaltException;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The training loop: every stage is this class with another objective and another set of trainable parameters. */
public final class Trainer {
    private final TrainConfig config;
    private final TrainState state;
    private final Update update;
    private final Objective objective;
    private final Turns turns;
    private final Checkpoints checkpoints;
    private final Reporter reporter;
    private final BooleanSupplier stopRequested;

    /**
     * @param turns the micro-batches of this process
     * @param stopRequested asked after each step but the last
     */
    public Trainer(
            TrainConfig config,
            TrainState state,
            Objective objective,
            Turns turns,
            Checkpoints checkpoints,
            Reporter reporter,
            BooleanSupplier stopRequested) {
        this.config = config;
        this.state = state;
        this.update = new Update(state, config.maxGradNorm(), config.activationCheckpointing());
        this.objective = objective;
        this.turns = turns;
        this.checkpoints = checkpoints;
        this.reporter = reporter;
        this.stopRequested = stopRequested;
    }

    /**
     * Trains to the last step, or until a stop is requested of any process; both leave a checkpoint.
     *
     * @param done steps that were done before
     * @return false if stopped early
     */
    public boolean train(int done) {
        if (done > 0 && isValidationDue(done) && anyRank(reporter.lacksValidation(done))) {
            validate(done);
        }
        for (int step = done + 1; step <= config.steps(); step++) {
            Update.Result result = update(step);
            boolean last = step == config.steps();
            boolean stopped = !last && anyRank(stopRequested.getAsBoolean());
            reporter.count(result.samples());
            if (config.log().due(step) || last || stopped) {
                reporter.step(step, result);
            }
            if (config.checkpoint().due(step) || last || stopped) {
                save(step); // before anything else can fail
            }
            if (stopped) {
                return false;
            }
            if (isValidationDue(step)) {
                validate(step);
            }
        }
        return true;
    }

    /**
     * One step of the objective. If it wants the run to end, what was trained so far is saved.
     *
     * @throws TrainingException then
     */
    private Update.Result update(int step) {
        int trained = step - 1;
        try {
            Round round = objective.round(step, turns);
            long microBatches = (long) config.steps() * config.accumulation();
            double rate = config.learningRate().at((long) step * config.accumulation() - 1, microBatches);
            Map<String, Double> measures = new LinkedHashMap<>(round.measures());
            round.components()
                    .forEach((name, part) ->
                            measures.put("grad_norm/" + name, update.gradNorm(part.own(), part.total())));
            List<Update.Result> results = new ArrayList<>();
            for (Round.Part part : round.updates()) {
                int number = trained * round.updates().size() + results.size() + 1;
                results.add(update.apply(number, part.own(), part.total(), rate));
            }
            Update.Result result = Update.Result.of(results, measures, rate);
            trained = step;
            objective.done(step, result.named());
            return result;
        } catch (HaltException e) {
            if (trained > 0 && !checkpoints.has(trained)) {
                save(trained);
            }
            throw new TrainingException("step %d: %s".formatted(step, e.getMessage()), e);
        }
    }

    private boolean isValidationDue(int step) {
        return config.validate().due(step) || step == config.steps();
    }

    private boolean anyRank(boolean own) {
        return state.group().allGather(own ? "yes" : "").stream().anyMatch(word -> !word.isEmpty());
    }

    private void validate(int step) {
        state.withAverages(() -> {
            if (objective.sharesValidation()) {
                Objective.Validation found = objective.validate(step);
                state.group().onRankZero(() -> report(step, found));
            } else {
                state.group().onRankZero(() -> report(step, objective.validate(step)));
            }
        });
    }

    private void report(int step, Objective.Validation validation) {
        reporter.validation(step, validation);
        if (!Double.isNaN(validation.score())) {
            checkpoints.best().keep(step, validation.score(), state.model());
        }
        reporter.restartClock(step);
    }

    private void save(int step) {
        checkpoints.save(step, state);
        reporter.say("step " + step + " saved " + checkpoints.folder(step));
        reporter.restartClock(step);
    }
}
