// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Disagreement of rewards about an image: how differently they place it among the images of its prompt. Where they
 * disagree, a reward may be fooled, and only there need the reference hold the policy (after GARDO, He et al. 2025,
 * which compares a reward with auxiliary ones).
 */
final class Uncertainty {
    private Uncertainty() {}

    /**
     * The share of all images with the largest disagreement; never one without any.
     *
     * @param share of the images, more than 0; 1 for all, whatever the rewards say
     * @return by image, group after group
     */
    static boolean[] most(List<Advantages.Group> groups, double share) {
        double[] all = groups.stream().flatMapToDouble(Uncertainty::of).toArray();
        boolean[] chosen = new boolean[all.length];
        if (share == 1) {
            Arrays.fill(chosen, true);
            return chosen;
        }
        double[] sorted = Arrays.stream(all).sorted().toArray();
        int count = (int) Math.ceil(share * all.length);
        double least = sorted[sorted.length - count];
        IntStream.range(0, all.length).forEach(i -> chosen[i] = all[i] > 0 && all[i] >= least);
        return chosen;
    }

    /** By image: the largest less the smallest of its ranks by the rewards that its prompt asks for. */
    static DoubleStream of(Advantages.Group group) {
        int images = group.raw().length;
        int[] asked = IntStream.range(0, group.weights().length)
                .filter(f -> group.weights()[f] != 0)
                .toArray();
        return IntStream.range(0, images).mapToDouble(image -> {
            double[] ranks = Arrays.stream(asked)
                    .mapToDouble(f -> rank(group.raw(), image, f))
                    .toArray();
            return DoubleStream.of(ranks).max().orElse(0)
                    - DoubleStream.of(ranks).min().orElse(0);
        });
    }

    /** The share of the other images of the group that are worse by a reward; half of those that are equal count. */
    private static double rank(double[][] raw, int image, int reward) {
        double won = 0;
        for (int other = 0; other < raw.length; other++) {
            if (other != image) {
                double difference = raw[image][reward] - raw[other][reward];
                won += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
            }
        }
        return won / (raw.length - 1);
    }
}
