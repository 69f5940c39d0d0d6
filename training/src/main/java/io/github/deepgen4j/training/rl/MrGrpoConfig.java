// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.CpsSde;
import io.github.deepgen4j.model.sampling.DanceSde;
import io.github.deepgen4j.model.sampling.FlowSde;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.training.objective.MicroBatchSize;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import io.github.deepgen4j.training.rl.prompt.PromptMix;
import io.github.deepgen4j.training.rl.prompt.PromptMixConfig;
import io.github.deepgen4j.training.rl.record.AlarmConfig;
import io.github.deepgen4j.training.rl.record.FlightRecorder;
import io.github.deepgen4j.training.rl.reward.Rewards;
import io.github.deepgen4j.training.rl.reward.RewardsConfig;
import io.github.deepgen4j.training.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Settings of stage 3 (spec/rl.md section 2). A step of the run is one rollout; its {@code accumulation} is the number
 * of prompts that all processes together draw for it.
 *
 * @param prompts what is drawn, and which rewards it gets
 * @param rollout how it is drawn
 * @param trained which steps of denoising are learned from
 * @param policy the loss
 * @param updates of the weights for each rollout, each from its share of the images (B4)
 * @param update what one update is made from (B2)
 * @param memory MiB for trajectories in main memory; what exceeds it lies in mapped files of the run folder
 * @param sft supervised learning beside; null for none
 * @param gradientNorms updates from one measurement of the gradient of each part of the loss to the next, each of which
 *     costs a policy pass; 0 for none
 * @param heldOut what is drawn and scored at each validation; null for nothing
 * @param evaluations benchmarks that are drawn and scored, too
 * @param best the score that chooses the best checkpoint, {@code held_out} or the name of an evaluation; null for
 *     {@code held_out}, or without it the first evaluation
 * @param diversity how the images of a prompt are told apart
 */
public record MrGrpoConfig(
        PromptMixConfig prompts,
        RolloutConfig rollout,

        @JsonProperty(defaultValue = "{type: random}") TrainedSteps trained,

        @JsonProperty(defaultValue = "{}") AdvantageOptions advantages,

        @JsonProperty(defaultValue = "{type: flow_grpo}") PolicyConfig policy,

        @JsonProperty(defaultValue = "{}") KlConfig kl,
        @JsonProperty(defaultValue = "1") int updates,
        @JsonProperty(defaultValue = "ROLLOUT") Granularity update,
        @JsonProperty(defaultValue = "1024") int memory,
        @JsonProperty(defaultValue = "{}") RewardsConfig rewards,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        Sft sft,

        @JsonProperty(defaultValue = "10") int gradientNorms,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        HeldOut.Config heldOut,

        @JsonProperty(defaultValue = "[]") List<EvaluationConfig> evaluations,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty(defaultValue = "null")
        String best,

        @JsonProperty(defaultValue = "PIXELS") Diversity.Measure diversity,
        @JsonProperty(defaultValue = "{}") AlarmConfig alarms)
        implements ObjectiveConfig {
    private static final String HELD_OUT = "held_out";

    /** The part of a rollout that one update of the weights is made from. */
    public enum Granularity {
        /** All trained steps of its images. */
        ROLLOUT,
        /** One trained step, one after another, as the published code does by accident. */
        TIMESTEP
    }

    /** Stochastic steps, by their published names. */
    public enum Sampler {
        CPS_SDE,
        FLOWGRPO_SDE,
        DANCE_SDE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Settings by which images are drawn.
     *
     * @param images of a prompt
     * @param together images in one pass of the network, all of one prompt
     * @param steps of denoising
     * @param eta how much noise; 0 for none
     * @param guidance scale, 0 for none
     * @param size side in pixels
     * @param sharedStart true if the images of a prompt begin with the same noise
     */
    public record RolloutConfig(
            @JsonProperty(defaultValue = "8") int images,
            int together,
            @JsonProperty(defaultValue = "50") int steps,
            @JsonProperty(defaultValue = "cps_sde") Sampler sampler,
            @JsonProperty(defaultValue = "1.0") double eta,
            @JsonProperty(defaultValue = "0.0") double guidance,
            @JsonProperty(defaultValue = "512") int size,
            @JsonProperty(defaultValue = "true") boolean sharedStart) {
        public RolloutConfig {
            require(images >= 2, "images", "2 or more, to be compared with each other", images);
            boolean divides = together >= 1 && images % together == 0;
            require(
                    divides,
                    "together",
                    "a divisor of images: " + BatchSizes.nearestDivisors(images, Math.max(1, together)),
                    together);
            require(steps >= 1, "steps", "1 or more", steps);
            require(eta >= 0 && eta < Double.POSITIVE_INFINITY, "eta", "0 or more", eta);
            require(guidance >= 0 && guidance < Double.POSITIVE_INFINITY, "guidance", "0 or more", guidance);
            require(size >= 16, "size", "16 or more", size);
        }

        SdeStep sde() {
            return switch (sampler) {
                case CPS_SDE -> new CpsSde(eta);
                case FLOWGRPO_SDE -> new FlowSde(eta);
                case DANCE_SDE -> new DanceSde(eta);
            };
        }

        RolloutOptions options(boolean noise) {
            SdeStep step = noise
                    ? sde()
                    : new RolloutConfig(images, together, steps, sampler, 0, guidance, size, sharedStart).sde();
            return new RolloutOptions(images, together, steps, step, guidance, new Size(size, size));
        }
    }

    /**
     * Supervised learning beside, which holds the other abilities: the loss is (1 - lambda) of the policy's and lambda
     * of this.
     *
     * @param every steps of the run from one to the next
     * @param microBatches of all processes together
     * @param objective whose micro-batches are learned
     */
    public record Sft(
            @JsonProperty(defaultValue = "1.0e-4") double lambda,
            @JsonProperty(defaultValue = "1") int every,
            @JsonProperty(defaultValue = "1") int microBatches,
            ObjectiveConfig objective) {
        public Sft {
            require(lambda >= 0 && lambda <= 1, "lambda", "0 to 1", lambda);
            require(every >= 1, "every", "1 or more", every);
            require(microBatches >= 1, "micro_batches", "1 or more", microBatches);
            require(!(objective instanceof MrGrpoConfig), "objective", "a supervised one", "mr_grpo");
        }

        Supervised open(ObjectiveContext context) {
            return (Supervised) objective.create(context);
        }
    }

    public MrGrpoConfig {
        require(updates >= 1, "updates", "1 or more", updates);
        require(memory >= 1, "memory", "1 or more, in MiB", memory);
        boolean comparable = policy.noisy() || kl.of() == Divergence.VELOCITY;
        require(comparable, "kl", "of: VELOCITY with a policy that draws without noise", kl.of());
        require(gradientNorms >= 0, "gradient_norms", "0 or more", gradientNorms);
        evaluations = List.copyOf(evaluations);
        List<String> scores = new ArrayList<>(heldOut == null ? List.of() : List.of(HELD_OUT));
        for (EvaluationConfig evaluation : evaluations) {
            boolean fresh =
                    !scores.contains(evaluation.title()) && !evaluation.title().equals(HELD_OUT);
            require(fresh, "evaluations", "a name for each, other than held_out", evaluation.title());
            scores.add(evaluation.title());
        }
        require(
                best == null || scores.contains(best),
                "best",
                scores.isEmpty() ? "held_out or evaluations to choose from" : "one of " + String.join(", ", scores),
                best
                        + Nearest.of(String.valueOf(best), scores)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
    }

    /** The measure that chooses the best checkpoint; empty where nothing is measured. */
    Optional<String> bestMeasure() {
        if (best == null ? heldOut != null : best.equals(HELD_OUT)) {
            return Optional.of(FlightRecorder.HELD_OUT);
        }
        return Optional.ofNullable(best)
                .or(() -> evaluations.stream().map(EvaluationConfig::title).findFirst())
                .map(name -> FlightRecorder.BENCHMARK + name);
    }

    /** Latents that are kept of each image of a rollout. */
    public int keptLatents() {
        int[] drawn = trained.draw(rollout.steps(), 1, Seeds.random(0, 0));
        return policy.kept(drawn).latents(rollout.steps());
    }

    /**
     * Updates of the weights for each rollout.
     *
     * @param steps that are trained
     */
    public int updatesOfRollout(int steps) {
        return updates * (update == Granularity.TIMESTEP ? steps : 1);
    }

    /** Parts of a group that are trained together. */
    int parts() {
        return rollout.images() / rollout.together();
    }

    @Override
    public void check(Setting setting) {
        checkSizes(setting.accumulation(), setting.processes());
        if (setting.trainable().stream().anyMatch(prefix -> !prefix.startsWith("transformer"))) {
            throw new ConfigException("trainable expected parameters of the transformer only, whose conditions are kept"
                    + " from rollout to loss; found " + setting.trainable());
        }
        PromptMix mix;
        try {
            mix = PromptMix.open(prompts, setting.seed());
        } catch (ConfigException e) {
            throw e.inside("objective.prompts");
        }
        try (var opened = Rewards.open(rewards, mix.rewards(), setting.engines(), setting.run(), 0, setting.log())) {
            opened.selfTest();
        } catch (ConfigException e) {
            throw e.inside("objective.rewards");
        }
        try {
            Diversity.open(diversity, setting.engines());
        } catch (ConfigException e) {
            throw e.inside("objective");
        }
        for (int i = 0; i < evaluations.size(); i++) {
            try {
                Evaluation.of(evaluations.get(i)).requireAnswers(setting.engines(), setting.log());
            } catch (ConfigException e) {
                throw e.inside("objective.evaluations." + i);
            }
        }
    }

    /** @throws ConfigException if an update cannot be shared out evenly, naming what would fit (B21) */
    public void checkSizes(int accumulation, int processes) {
        if (accumulation % processes != 0) {
            throw new ConfigException("accumulation, the prompts of a rollout, expected a multiple of the %d processes,"
                            .formatted(processes)
                    + " found " + accumulation + "; " + BatchSizes.nearest(accumulation, processes) + " would fit");
        }
        int pieces = accumulation / processes * parts();
        if (pieces % updates != 0) {
            throw new ConfigException(
                    "objective.updates expected a divisor of the %d micro-batches of a process, found".formatted(pieces)
                            + " " + updates + "; " + BatchSizes.nearestDivisors(pieces, updates) + " would fit");
        }
        if (sft != null && sft.microBatches() % processes != 0) {
            throw new ConfigException("objective.sft.micro_batches expected a multiple of the %d processes, found %d; "
                            .formatted(processes, sft.microBatches())
                    + BatchSizes.nearest(sft.microBatches(), processes) + " would fit");
        }
    }

    @Override
    public List<String> warnings() {
        boolean guard = policy instanceof PolicyConfig.Guard;
        return guard && trained.quietElsewhere()
                ? List.of("objective: a window of trained steps together with grpo_guard made a run collapse elsewhere"
                        + " (flow_grpo issue 192); watch the held-out score, or use flow_grpo")
                : List.of();
    }

    @Override
    public Objective create(ObjectiveContext context) {
        return new MrGrpo(this, context);
    }

    @Override
    public Optional<MicroBatchSize> largest(ModelConfig model) {
        Size size = new Size(rollout.size(), rollout.size());
        return Optional.of(new MicroBatchSize(size, rollout.together(), 0, MicroBatchSize.CAPTION));
    }
}
