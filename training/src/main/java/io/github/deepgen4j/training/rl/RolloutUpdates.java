// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.objective.MicroBatch;
import io.github.deepgen4j.training.objective.Objective.Outcome;
import io.github.deepgen4j.training.objective.Round;
import io.github.deepgen4j.training.objective.Supervised;
import io.github.deepgen4j.training.rl.PolicyLoss.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Cuts a judged rollout into the micro-batches of its updates, and adds supervised learning to the last one. */
final class RolloutUpdates {
    private final MrGrpoConfig config;
    private final Networks model;
    private final ConditionCache conditions;
    private final ProcessGroup group;
    private final Optional<Supervised> sft;

    RolloutUpdates(
            MrGrpoConfig config,
            Networks model,
            ConditionCache conditions,
            ProcessGroup group,
            Optional<Supervised> sft) {
        this.config = config;
        this.model = model;
        this.conditions = conditions;
        this.group = group;
        this.sft = sft;
    }

    /**
     * A judged rollout.
     *
     * @param own groups of this process
     * @param advantages of the images of all processes
     * @param uncertain of the images of this process, those that the reference holds
     * @param old velocities by place of the group, then of the trained step, where the loss asks for them
     */
    record Judged(
            int step,
            List<OwnGroup> own,
            int[] trained,
            Advantages advantages,
            boolean[] uncertain,
            Map<Integer, List<Tensor>> old) {}

    /** A loss of some images at one step. */
    interface Loss {
        /** @param samples counted for the throughput */
        Outcome of(Piece piece, int samples);
    }

    /** The micro-batches of supervised learning that are this process' part. */
    static Turns turnsOfSft(MrGrpoConfig config, ProcessGroup group) {
        return new Turns(config.sft().microBatches(), group.rank(), group.worldSize());
    }

    /** The updates of a rollout; none if nothing is to be learned. */
    List<Round.Part> of(Judged judged, PolicyLoss loss) {
        boolean perStep = config.update() == MrGrpoConfig.Granularity.TIMESTEP;
        List<List<MicroBatch>> parts = new ArrayList<>();
        for (int update = 0; update < config.updates(); update++) {
            Share share = new Share(update, config.updates());
            double weight = weight(judged.advantages(), share) * (1 - lambda());
            if (weight > 0 && perStep) {
                for (int t = 0; t < judged.trained().length; t++) {
                    parts.add(new ArrayList<>(policy(judged, share, t, weight, loss::of)));
                }
            } else if (weight > 0) {
                parts.add(whole(judged, share, weight, loss::of));
            }
        }
        if (sftDue(judged.step())) {
            if (parts.isEmpty()) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().addAll(supervised(judged.step()));
        }
        return parts.stream().map(part -> new Round.Part(part, 1)).toList();
    }

    /** The parts of the loss by name, each with the weight that it has in one update of the whole rollout. */
    Map<String, Round.Part> components(Judged judged, PolicyLoss loss) {
        Map<String, Round.Part> components = new LinkedHashMap<>();
        Share all = new Share(0, 1);
        double weight = weight(judged.advantages(), all) * (1 - lambda());
        if (weight > 0) {
            components.put("policy", new Round.Part(whole(judged, all, weight, (piece, _) -> loss.policy(piece)), 1));
            if (config.kl().asksReference()) {
                components.put(
                        "reference", new Round.Part(whole(judged, all, weight, (piece, _) -> loss.pull(piece)), 1));
            }
        }
        if (sftDue(judged.step())) {
            components.put("sft", new Round.Part(supervised(judged.step()), 1));
        }
        return components;
    }

    /** Every n-th piece of a rollout, from a first one on. */
    private record Share(int first, int every) {}

    /** Kept in updates that supervised learning sits out, too, as published. */
    private double lambda() {
        return sft.isPresent() ? config.sft().lambda() : 0;
    }

    private List<MicroBatch> whole(Judged judged, Share share, double weight, Loss loss) {
        List<MicroBatch> all = new ArrayList<>();
        for (int t = 0; t < judged.trained().length; t++) {
            all.addAll(policy(judged, share, t, weight / judged.trained().length, loss));
        }
        return all;
    }

    /** @param t place of the step among the trained ones */
    private List<MicroBatch> policy(Judged judged, Share share, int t, double weight, Loss loss) {
        int together = config.rollout().together();
        Advantages mine = own(judged.advantages(), judged.own().size());
        List<MicroBatch> batches = new ArrayList<>();
        for (int piece = share.first; piece < judged.own().size() * config.parts(); piece += share.every) {
            int g = piece / config.parts();
            int first = piece % config.parts() * together;
            int image = g * config.rollout().images() + first;
            batches.add(mine.used()[image] ? microBatch(judged, g, t, first, mine, weight, loss) : nothing());
        }
        return batches;
    }

    private MicroBatch microBatch(Judged judged, int g, int t, int first, Advantages mine, double weight, Loss loss) {
        OwnGroup drawn = judged.own().get(g);
        int together = config.rollout().together();
        int image = g * config.rollout().images() + first;
        double[] advantages = Arrays.copyOfRange(mine.values(), image, image + together);
        boolean[] uncertain = Arrays.copyOfRange(judged.uncertain(), image, image + together);
        Optional<Tensor> old = Optional.ofNullable(judged.old().get(g)).map(of -> of.get(t));
        return new MicroBatch(
                () -> {
                    model.lora().training(false);
                    ConditionPair pair = conditions.of(drawn.prompt().text());
                    int step = judged.trained()[t];
                    Piece piece =
                            new Piece(drawn.trajectory(), drawn.noise(), pair, step, first, advantages, uncertain, old);
                    return loss.of(piece, t == 0 ? together : 0);
                },
                weight);
    }

    /** One over the number of micro-batches of an update, of all processes, that are used; 0 if none is. */
    private double weight(Advantages all, Share share) {
        int together = config.rollout().together();
        int pieces = all.used().length / together;
        int each = pieces / group.worldSize();
        int used = 0;
        for (int piece = 0; piece < pieces; piece++) {
            used += piece % each % share.every == share.first && all.used()[piece * together] ? 1 : 0;
        }
        return used == 0 ? 0 : 1.0 / used;
    }

    /** In the place of images that are left out, so that all processes have as many micro-batches. */
    private static MicroBatch nothing() {
        return new MicroBatch(() -> new Outcome(Tensor.of(new float[] {0}).reshape(), "", 0));
    }

    /** Of the images of this process. */
    Advantages own(Advantages all, int groups) {
        int size = groups * config.rollout().images();
        int first = group.rank() * size;
        return new Advantages(
                Arrays.copyOfRange(all.values(), first, first + size),
                Arrays.copyOfRange(all.used(), first, first + size),
                all.zeroVariance(),
                all.dropped());
    }

    private boolean sftDue(int step) {
        return lambda() > 0 && step % config.sft().every() == 0;
    }

    private List<MicroBatch> supervised(int step) {
        double weight = lambda() / config.sft().microBatches();
        LongStream numbers =
                turnsOfSft(config, group).ofStep(step / config.sft().every());
        return numbers.mapToObj(number -> new MicroBatch(() -> supervised(number), weight))
                .toList();
    }

    private Outcome supervised(long number) {
        Outcome outcome = sft.orElseThrow().loss(number);
        return new Outcome(
                outcome.loss(), "", 0, Map.of("sft_loss", outcome.loss().item()));
    }
}
