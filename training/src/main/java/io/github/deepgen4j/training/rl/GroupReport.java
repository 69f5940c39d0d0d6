// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.rl.reward.RewardTable;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A drawn and judged group as processes tell each other of it.
 *
 * @param weights of the rewards, in the order of the table's columns
 * @param raw by image, then by reward; NaN where it was not asked for
 * @param failed judgements by reward
 * @param looks of its images
 */
record GroupReport(
        String prompt,
        String dataset,
        double[] weights,
        double[][] raw,
        int[] failed,
        boolean dropped,
        ImageStatistics looks) {
    private static final JsonMapper JSON = new JsonMapper();

    static GroupReport of(RewardTable.Group group, ImageStatistics looks) {
        List<String> names = group.names();
        double[] weights = names.stream()
                .mapToDouble(name -> group.prompt().rewards().getOrDefault(name, 0.0))
                .toArray();
        int[] failed = new int[names.size()];
        for (boolean[] image : group.failed()) {
            for (int f = 0; f < failed.length; f++) {
                failed[f] += image[f] ? 1 : 0;
            }
        }
        return new GroupReport(
                group.prompt().text(), group.prompt().dataset(), weights, group.raw(), failed, group.dropped(), looks);
    }

    Advantages.Group compared() {
        return new Advantages.Group(prompt, weights, raw, dropped);
    }

    /** Those of all processes, in the order of ranks. */
    static List<GroupReport> exchange(ProcessGroup group, List<GroupReport> own) {
        return group.allGather(JSON.writeValueAsString(own)).stream()
                .map(text -> JSON.readValue(text, GroupReport[].class))
                .flatMap(Arrays::stream)
                .toList();
    }
}
