// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.training.rl.AdvantageOptions.Extent;
import io.github.deepgen4j.training.rl.AdvantageOptions.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The advantages of the images of an update over those it is compared with (spec/rl.md section 9).
 *
 * @param values of all images, group after group; 0 where not used
 * @param used false for the images of groups that are left out of the update
 * @param zeroVariance groups whose images all got the same
 * @param dropped groups with a reward that is no finite number, or that were dropped before
 */
public record Advantages(double[] values, boolean[] used, int zeroVariance, int dropped) {
    private static final double EPSILON = 1e-4;

    /**
     * The raw rewards of one prompt's images.
     *
     * @param weights of the rewards; those of weight 0 are not looked at
     * @param raw by image, then by reward
     * @param dropped true if the group is known to be of no use, for example because too many judgements failed
     */
    public record Group(String prompt, double[] weights, double[][] raw, boolean dropped) {
        /** Weighted sums of the rewards, by image. */
        public double[] totals() {
            return Arrays.stream(raw).mapToDouble(this::total).toArray();
        }

        private double total(double[] rewards) {
            return asked().mapToDouble(f -> weights[f] * rewards[f]).sum();
        }

        private IntStream asked() {
            return IntStream.range(0, weights.length).filter(f -> weights[f] != 0);
        }

        private double[] column(int reward) {
            return Arrays.stream(raw).mapToDouble(image -> image[reward]).toArray();
        }

        boolean isFinite() {
            return asked().allMatch(f -> Arrays.stream(column(f)).allMatch(Double::isFinite));
        }

        private boolean isConstant(Type type) {
            return type == Type.GDPO ? asked().allMatch(f -> allEqual(column(f))) : allEqual(totals());
        }

        /** Sum of the rewards, each in units of its deviation within the group. */
        private double[] normalised() {
            double[] sums = new double[raw.length];
            asked().forEach(f -> {
                double[] scores = standardised(column(f), column(f));
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weights[f] * scores[i];
                }
            });
            return sums;
        }
    }

    /**
     * Advantages of all images of an update.
     *
     * @param groups of all processes in the order of ranks, each of two images or more
     * @param ranks number of processes, each with the same number of groups
     */
    public static Advantages of(List<Group> groups, AdvantageOptions options, int ranks) {
        List<Boolean> kept = groups.stream()
                .map(group -> !group.dropped()
                        && group.isFinite()
                        && !(options.dropZeroVariance() && group.isConstant(options.type())))
                .toList();
        return of(groups, kept, options, ranks);
    }

    /** As published: a reward that is no finite number spoils all that it is compared with. */
    static Advantages published(List<Group> groups, AdvantageOptions options) {
        return of(groups, groups.stream().map(_ -> true).toList(), options, 1);
    }

    private static Advantages of(List<Group> groups, List<Boolean> kept, AdvantageOptions options, int ranks) {
        List<double[]> values = new ArrayList<>();
        List<boolean[]> used = new ArrayList<>();
        int blocks = options.scope() == Extent.RANK ? ranks : 1;
        int size = groups.size() / blocks;
        for (int block = 0; block < blocks; block++) {
            List<Integer> numbers = IntStream.range(block * size, (block + 1) * size)
                    .filter(kept::get)
                    .boxed()
                    .toList();
            List<double[]> found = compared(numbers.stream().map(groups::get).toList(), options);
            for (int g = block * size; g < (block + 1) * size; g++) {
                boolean[] marks = new boolean[groups.get(g).raw().length];
                Arrays.fill(marks, kept.get(g));
                used.add(marks);
                values.add(kept.get(g) ? found.get(numbers.indexOf(g)) : new double[marks.length]);
            }
        }
        double[] clamped = values.stream()
                .flatMapToDouble(Arrays::stream)
                .map(a -> Math.max(-options.clamp(), Math.min(options.clamp(), a)))
                .toArray();
        int constant = (int) groups.stream()
                .filter(group -> !group.dropped() && group.isFinite() && group.isConstant(options.type()))
                .count();
        int dropped = (int) groups.stream()
                .filter(group -> group.dropped() || !group.isFinite())
                .count();
        return new Advantages(clamped, joined(used), constant, dropped);
    }

    private static boolean[] joined(List<boolean[]> parts) {
        boolean[] all = new boolean[parts.stream().mapToInt(part -> part.length).sum()];
        int i = 0;
        for (boolean[] part : parts) {
            System.arraycopy(part, 0, all, i, part.length);
            i += part.length;
        }
        return all;
    }

    /** Advantages before clamping, by group. */
    private static List<double[]> compared(List<Group> groups, AdvantageOptions options) {
        List<double[]> totals = groups.stream().map(Group::totals).toList();
        double[] all = flat(totals);
        return switch (options.type()) {
            case GRPO, GRPO_GLOBAL_STD ->
                options.byPrompt() ? byPrompt(groups, totals, options) : byGroup(totals, options);
            case REINFORCEPP ->
                totals.stream().map(group -> standardised(group, all)).toList();
            case GDPO -> {
                List<double[]> sums = groups.stream().map(Group::normalised).toList();
                double[] allSums = flat(sums);
                yield sums.stream().map(group -> standardised(group, allSums)).toList();
            }
        };
    }

    private static List<double[]> byGroup(List<double[]> totals, AdvantageOptions options) {
        double deviation = deviation(flat(totals), 1);
        return totals.stream()
                .map(group -> scaled(group, mean(group), options.type() == Type.GRPO ? deviation(group, 1) : deviation))
                .toList();
    }

    /** Flow-GRPO's statistics: groups are told apart by the text of the prompt, wherever their images stand. */
    private static List<double[]> byPrompt(List<Group> groups, List<double[]> totals, AdvantageOptions options) {
        double deviation = deviation(flat(totals), 0);
        Map<String, double[]> ofPrompt = IntStream.range(0, groups.size())
                .boxed()
                .collect(Collectors.groupingBy(
                        g -> groups.get(g).prompt(),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                numbers ->
                                        flat(numbers.stream().map(totals::get).toList()))));
        List<double[]> scores = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            double[] alike = ofPrompt.get(groups.get(g).prompt());
            scores.add(
                    scaled(totals.get(g), mean(alike), options.type() == Type.GRPO ? deviation(alike, 0) : deviation));
        }
        return scores;
    }

    private static double[] standardised(double[] values, double[] among) {
        return scaled(values, mean(among), deviation(among, 1));
    }

    private static double[] scaled(double[] values, double mean, double deviation) {
        return Arrays.stream(values)
                .map(value -> (value - mean) / (deviation + EPSILON))
                .toArray();
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).sum() / values.length;
    }

    /** @param lost degrees of freedom: 1 for a sample's deviation, 0 for a population's */
    private static double deviation(double[] values, int lost) {
        double mean = mean(values);
        double squares = DoubleStream.of(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - lost));
    }

    private static boolean allEqual(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    private static double[] flat(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
