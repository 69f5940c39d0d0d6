// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.training.rl.prompt.Prompt;
import java.util.List;
import java.util.SortedMap;

/**
 * The rewards of an update's groups.
 *
 * @param names of all rewards of the run, sorted: the columns, on all ranks alike
 * @param groups in the order in which they were drawn
 */
public record RewardTable(List<String> names, List<Group> groups) {
    public RewardTable {
        names = List.copyOf(names);
        groups = List.copyOf(groups);
    }

    /**
     * The rewards of the pictures of one prompt.
     *
     * @param names the columns
     * @param raw [picture][reward] before weighting; NaN where the prompt does not ask for the reward. One that could
     *     not be had is the mean of the others of the group, which says nothing for or against the picture
     * @param failed [picture][reward] that could not be had
     * @param replies beginnings of what judges and engines answered, by the name of the question
     * @param dropped true where too little could be had, or a reward is no finite number: nothing is learned from it
     */
    public record Group(
            Prompt prompt,
            List<String> names,
            double[][] raw,
            boolean[][] failed,
            SortedMap<String, String> replies,
            boolean dropped) {
        /** The sum of weights times rewards of each picture. */
        public double[] totals() {
            double[] totals = new double[raw.length];
            for (int image = 0; image < raw.length; image++) {
                for (int reward = 0; reward < names.size(); reward++) {
                    double weight = prompt.rewards().getOrDefault(names.get(reward), 0.0);
                    totals[image] += weight > 0 ? weight * raw[image][reward] : 0;
                }
            }
            return totals;
        }
    }

    /** Groups that nothing is learned from. */
    public int dropped() {
        return (int) groups.stream().filter(Group::dropped).count();
    }
}
