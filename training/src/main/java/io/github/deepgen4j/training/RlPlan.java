// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.rl.DiffusionNft;
import io.github.deepgen4j.training.rl.Look;
import io.github.deepgen4j.training.rl.MrGrpoConfig;
import io.github.deepgen4j.training.rl.prompt.PromptMix;
import io.github.deepgen4j.training.rl.prompt.PromptMixConfig;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import io.github.deepgen4j.training.rl.reward.RewardsConfig.Orders;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The work of an update of stage 3, of all processes together, by arithmetic alone.
 *
 * @param config of the objective
 * @param prompts of an update
 * @param trainedSteps of denoising
 * @param rolloutPasses passes of the transformer, each of one image; with guidance two for each step
 * @param trainedPasses passes forward and backward
 * @param forwardsOfTraining what one of these costs, in forward passes: 3, or 4 where activations are computed again
 * @param otherPasses of the reference, and of the averages where the loss asks for them
 * @param updates of the weights
 * @param questions to judges and engines, by reward; a mean, where data sets differ
 * @param trajectories bytes of a process
 * @param inMemory of these, what lies in main memory
 * @param reference bytes of the model that the run began with, mapped
 * @param imageTokens of an image
 * @param contextTokens of a prompt
 * @param looks of a validation
 */
public record RlPlan(
        MrGrpoConfig config,
        int prompts,
        int trainedSteps,
        long rolloutPasses,
        long trainedPasses,
        int forwardsOfTraining,
        long otherPasses,
        int updates,
        Map<String, Double> questions,
        long trajectories,
        long inMemory,
        long reference,
        long imageTokens,
        long contextTokens,
        List<Look> looks) {
    private static final int PROMPT_TOKENS = 64;

    /**
     * The plan of a run.
     *
     * @param processes that share an update
     * @param notes told where prompts or files of benchmarks cannot be read
     * @throws ConfigException if an update cannot be shared out evenly, naming what would fit
     */
    public static RlPlan of(TrainConfig run, ModelConfig model, int processes, Consumer<String> notes) {
        MrGrpoConfig config = (MrGrpoConfig) run.objective();
        config.checkSizes(run.accumulation(), processes);
        MrGrpoConfig.RolloutConfig rollout = config.rollout();
        int rows = rollout.guidance() > 0 ? 2 : 1;
        int trained = config.trained().count(rollout.steps());
        long images = (long) run.accumulation() * rollout.images();
        long steps = images * trained * rows;
        boolean averages = config.policy() instanceof DiffusionNft nft && nft.offPolicy();
        boolean compares = config.kl().asksReference();
        long trajectories = images / processes * config.keptLatents() * latentBytes(model, rollout.size());
        long parameters = model.manifests().get(Component.TRANSFORMER).shapes().values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
                .sum();
        long side = rollout.size() / model.sideMultiple();
        return new RlPlan(
                config,
                run.accumulation(),
                trained,
                images * rollout.steps() * rows,
                steps,
                run.activationCheckpointing() ? 4 : 3,
                (compares ? steps : 0) + (averages ? steps : 0),
                config.updatesOfRollout(trained),
                questions(config, run.accumulation(), run.seed(), notes),
                trajectories,
                Math.min(trajectories, (long) config.memory() << 20),
                compares ? parameters * run.compute().bytes() : 0,
                side * side,
                PROMPT_TOKENS + model.connector().thinkTokens(),
                Look.of(config, model, notes));
    }

    private static long latentBytes(ModelConfig model, int size) {
        long side = size / model.vae().downsampling();
        return side * side * model.vae().latentChannels() * Float.BYTES;
    }

    private static Map<String, Double> questions(MrGrpoConfig config, int prompts, long seed, Consumer<String> notes) {
        PromptMixConfig mix = config.prompts();
        List<Double> shares = shares(mix, seed, notes);
        Map<String, Double> questions = new TreeMap<>();
        for (int i = 0; i < shares.size(); i++) {
            double groups = prompts * shares.get(i);
            for (Map<RewardName, Double> entry : mix.datasets().get(i).rewards()) {
                entry.keySet().forEach(reward -> {
                    double each = questions(reward, config);
                    if (each > 0) {
                        questions.merge(reward.word(), groups * each, Double::sum);
                    }
                });
            }
        }
        return questions;
    }

    private static List<Double> shares(PromptMixConfig mix, long seed, Consumer<String> notes) {
        try {
            return PromptMix.open(mix, seed).datasetShares();
        } catch (ConfigException e) {
            int sets = mix.datasets().size();
            notes.accept(
                    "note: questions are counted as if all data sets were drawn from alike, as prompts cannot be read: "
                            + e.getMessage());
            return Collections.nCopies(sets, 1.0 / sets);
        }
    }

    /** Questions about one group. */
    private static double questions(RewardName reward, MrGrpoConfig config) {
        int images = config.rollout().images();
        int orders = config.rewards().orders() == Orders.BOTH ? 2 : 1;
        return switch (reward) {
            case UNIFIEDREWARD_THINK -> orders * images * (images - 1) / 2.0;
            case SHAPEWORLD, SHAPEWORLD_REQUIREMENTS, SHAPEWORLD_TEXT, JPEG_COMPRESSIBILITY, JPEG_INCOMPRESSIBILITY ->
                0;
            default -> images;
        };
    }

    /** Images of an update. */
    public int images() {
        return prompts * config.rollout().images();
    }

    /** Of an image. */
    public Size size() {
        return new Size(config.rollout().size(), config.rollout().size());
    }
}
