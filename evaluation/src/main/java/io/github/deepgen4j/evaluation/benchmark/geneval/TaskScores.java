// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The figures of {@code geneval: evaluation/summary_scores.py}.
 *
 * @param images of all pictures
 * @param prompts of the best picture of each prompt; items with the same metadata are one prompt
 * @param tasks by tag; those without a picture are absent
 */
record TaskScores(Share images, Share prompts, Map<Tag, Share> tasks) {
    /**
     * One scored picture.
     *
     * @param worth 1 if it is correct, 0 if not
     */
    record Scored(GenEvalItem item, double worth) {}

    /** @param all at least 1 wherever there is a share */
    record Share(double worth, int all) {
        private static final Share NONE = new Share(0, 0);

        double value() {
            return worth / all;
        }

        private Share and(double more) {
            return new Share(worth + more, all + 1);
        }
    }

    static TaskScores of(Collection<Scored> pictures) {
        Share images = Share.NONE;
        Map<String, Double> best = new HashMap<>();
        Map<Tag, Share> tasks = new EnumMap<>(Tag.class);
        for (Scored picture : pictures) {
            images = images.and(picture.worth());
            best.merge(picture.item().metadata(), picture.worth(), Math::max);
            Tag tag = picture.item().tag();
            tasks.put(tag, tasks.getOrDefault(tag, Share.NONE).and(picture.worth()));
        }
        double prompts = best.values().stream().mapToDouble(Double::doubleValue).sum();
        return new TaskScores(images, new Share(prompts, best.size()), tasks);
    }

    /** The headline: the mean of the tasks' shares. */
    double overall() {
        return tasks.values().stream().mapToDouble(Share::value).average().orElse(Double.NaN);
    }
}
