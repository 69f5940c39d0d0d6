// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Round;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.prompt.PromptMix;
import io.github.deepgen4j.training.rl.record.FlightRecorder;
import io.github.deepgen4j.training.rl.record.Phases;
import io.github.deepgen4j.training.rl.record.RlReport;
import io.github.deepgen4j.training.rl.reward.ImageGroup;
import io.github.deepgen4j.training.rl.reward.RewardTable;
import io.github.deepgen4j.training.rl.reward.Rewards;
import io.github.deepgen4j.training.rl.reward.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stage 3 (spec/rl.md section 5): a step of the run draws a group of images for each of its prompts, has them judged
 * while the next group is drawn, compares each group, and learns from the transitions that were kept. Prompts, noise
 * and trained steps follow from the seed and their numbers, so that a step can be repeated by any number of processes.
 */
public final class MrGrpo implements Objective {
    private static final long STEPS = 0x57E95L;
    private static final JsonMapper JSON = new JsonMapper();

    private final MrGrpoConfig config;
    private final Networks model;
    private final ProcessGroup group;
    private final ObjectiveContext context;
    private final PromptMix prompts;
    private final Diversity diversity;
    private final ConditionCache conditions;
    private final Rollout rollout;
    private final Trajectories trajectories;
    private final Rewards rewards;
    private final PolicyLoss loss;
    private final PolicyPass pass;
    private final Optional<Supervised> sft;
    private final RolloutUpdates updates;
    private final Optional<HeldOut> heldOut;
    private final Evaluations evaluations;
    private final FlightRecorder recorder;
    private final SampleWall wall;
    private final RlReport report;
    private final List<Double> ratios = new ArrayList<>();
    private final List<Tensor> old = new ArrayList<>();
    private RoundSummary summary;

    MrGrpo(MrGrpoConfig config, ObjectiveContext context) {
        if (!context.conditionsFrozen()) {
            throw new ConfigException("trainable expected parameters of the transformer only");
        }
        this.config = config;
        this.context = context;
        this.model = context.model();
        this.group = context.group();
        RolloutOptions options = config.rollout().options(config.policy().noisy());
        this.prompts = PromptMix.open(config.prompts(), context.seed());
        this.diversity = Diversity.open(config.diversity(), context.engines());
        this.conditions = new ConditionCache(model, options.guidance() > 0);
        this.rollout = new Rollout(model, options);
        this.trajectories = new Trajectories(
                context.run().resolve("trajectories").resolve("rank-" + group.rank()), (long) config.memory() << 20);
        this.rewards = Rewards.open(
                config.rewards(), prompts.rewards(), context.engines(), context.run(), group.rank(), context.log());
        this.pass = new PolicyPass(model, options);
        this.loss = new PolicyLoss(config.policy(), config.kl(), pass, options.steps(), ratios::add);
        this.sft = Optional.ofNullable(config.sft())
                .map(sft -> sft.open(context.withTurns(RolloutUpdates.turnsOfSft(config, group))));
        this.updates = new RolloutUpdates(config, model, conditions, group, sft);
        this.heldOut =
                Optional.ofNullable(config.heldOut()).map(held -> new HeldOut(held, model, group, options.size()));
        this.evaluations =
                Evaluations.open(config.evaluations(), config.rewards().failures(), context);
        this.recorder = new FlightRecorder(context.run(), group.rank() == 0, config.alarms(), context.log());
        this.wall = new SampleWall(context.run(), context.log());
        this.report = new RlReport(context.run(), group.rank() == 0, context.log());
    }

    @Override
    public List<String> remarks() {
        return prompts.remarks();
    }

    @Override
    public Round round(int step, Turns turns) {
        recorder.begin(step);
        forget();
        rewards.begin(step);
        model.lora().training(false);
        Phases phases = new Phases();
        int[] trained = config.trained()
                .draw(config.rollout().steps(), step, Seeds.random(Seeds.mix(context.seed(), STEPS), step));
        List<Future<RewardTable.Group>> asked = new ArrayList<>();
        List<OwnGroup> own = phases.time("rollout", () -> draw(turns, step, trained, asked));
        List<RewardTable.Group> judged = phases.time("rewards", () -> judged(asked));
        Tally tally = tally();
        tally.requireWithin(rewards.failuresAllowed());
        List<GroupReport> all = GroupReport.exchange(group, phases.time("looks", () -> reports(own, judged)));
        List<Advantages.Group> groups = all.stream().map(GroupReport::compared).toList();
        Advantages advantages = Advantages.of(groups, config.advantages(), group.worldSize());
        boolean[] uncertain = own(Uncertainty.most(groups, config.kl().uncertain()));
        Map<Integer, List<Tensor>> velocities = phases.time("old_velocities", () -> velocities(own, trained));
        summary = new RoundSummary(step, trained, rewards.names(), all, advantages, tally, phases);
        if (group.rank() == 0) {
            wall.write(step, own, judged, updates.own(advantages, own.size()));
        }
        var compared = new RolloutUpdates.Judged(step, own, trained, advantages, uncertain, velocities);
        boolean measured = config.gradientNorms() > 0 && (step - 1) % config.gradientNorms() == 0;
        return new Round(
                updates.of(compared, loss),
                summary.measures(),
                measured ? updates.components(compared, loss) : Map.of());
    }

    /** Of the images of this process. */
    private boolean[] own(boolean[] all) {
        int each = all.length / group.worldSize();
        return Arrays.copyOfRange(all, group.rank() * each, (group.rank() + 1) * each);
    }

    /** Of all processes. */
    private Tally tally() {
        return group.allGather(JSON.writeValueAsString(rewards.tally())).stream()
                .map(text -> JSON.readValue(text, Tally.class))
                .reduce(Tally.NONE, Tally::plus);
    }

    private List<OwnGroup> draw(Turns turns, int step, int[] trained, List<Future<RewardTable.Group>> asked) {
        Kept kept = config.policy().kept(trained);
        List<OwnGroup> own = new ArrayList<>();
        turns.ofStep(step).forEach(number -> {
            Prompt prompt = prompts.prompt(number);
            GroupNoise noise = new GroupNoise.Keyed(
                    context.seed(), number, config.rollout().sharedStart());
            Rollout.Drawn drawn = rollout.draw(
                    conditions.of(prompt.text()), noise, kept, config.trained().quietElsewhere());
            asked.add(rewards.submit(new ImageGroup(prompt, drawn.images())));
            Trajectory trajectory = trajectories.keep(number, drawn.recording());
            own.add(new OwnGroup(number, prompt, noise, drawn.images(), trajectory));
        });
        return own;
    }

    private static List<RewardTable.Group> judged(List<Future<RewardTable.Group>> asked) {
        List<RewardTable.Group> judged = new ArrayList<>();
        for (Future<RewardTable.Group> one : asked) {
            try {
                judged.add(one.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while judges were asked", e);
            }
        }
        return judged;
    }

    private List<GroupReport> reports(List<OwnGroup> own, List<RewardTable.Group> judged) {
        return IntStream.range(0, own.size())
                .mapToObj(g -> {
                    List<Image> images = own.get(g).images();
                    return GroupReport.of(judged.get(g), ImageStatistics.of(images, diversity(images)));
                })
                .toList();
    }

    /** NaN where an engine fails: nothing is learned from this number. */
    private double diversity(List<Image> images) {
        try {
            return diversity.of(images);
        } catch (EngineException e) {
            context.log().accept("the diversity of a group is left out: " + e.getMessage());
            return Double.NaN;
        }
    }

    /** The view that the averages have of the trained steps, by place of the group, where the loss asks for it. */
    private Map<Integer, List<Tensor>> velocities(List<OwnGroup> own, int[] trained) {
        Map<Integer, List<Tensor>> found = new HashMap<>();
        if (config.policy() instanceof DiffusionNft nft && nft.offPolicy()) {
            context.averages().accept(() -> {
                for (int g = 0; g < own.size(); g++) {
                    found.put(g, velocities(own.get(g), trained));
                }
            });
        }
        return found;
    }

    private List<Tensor> velocities(OwnGroup drawn, int[] trained) {
        ConditionPair pair = conditions.of(drawn.prompt().text());
        List<Tensor> all = new ArrayList<>();
        for (int step : trained) {
            try (var _ = Scope.open()) {
                Tensor latents =
                        drawn.trajectory().latents(step, 0, config.rollout().images());
                all.add(pass.frozen(latents, pair, step).velocity().own());
            }
        }
        old.addAll(all);
        return all;
    }

    @Override
    public void done(int step, Map<String, Double> measures) {
        double[] ofAll = FlightRecorder.ofAll(group, ratios);
        Map<String, Long> bytes = Map.of("memory", trajectories.used(), "files", trajectories.written());
        forget();
        try {
            recorder.end(summary.record(measures, ofAll, bytes));
        } finally {
            report.write(recorder, false);
        }
    }

    private void forget() {
        old.forEach(Tensor::close);
        old.clear();
        ratios.clear();
        trajectories.clear();
        conditions.clear();
    }

    @Override
    public boolean sharesValidation() {
        return true;
    }

    @Override
    public Validation validate(int step) {
        model.lora().training(false);
        Validation found = heldOut.map(HeldOut::measure).orElseGet(() -> new Validation(Map.of(), null));
        Map<String, Double> measures = new LinkedHashMap<>(found.measures());
        evaluations.measure(step).forEach((name, share) -> measures.put(FlightRecorder.BENCHMARK + name, share));
        recorder.validated(measures);
        report.write(recorder, true);
        double score = config.bestMeasure()
                .map(measure -> measures.getOrDefault(measure, Double.NaN))
                .orElse(Double.NaN);
        return new Validation(measures, found.images(), score);
    }

    @Override
    public void close() {
        forget();
        sft.ifPresent(Supervised::close);
        rewards.close();
        conditions.close();
        trajectories.close();
    }
}
