// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The figures of {@code geneval: evaluation/summary_scores.py}.
 *
 * @param images all pictures
 * @param prompts with at least one correct picture, and all; items with the same metadata are one prompt
 * @param tasks by tag; those without a picture are absent
 */
record TaskScores(Share images, Share prompts, Map<Tag, Share> tasks) {
    /** One scored picture. */
    record Scored(GenEvalItem item, boolean correct) {}

    /** @param all at least 1 wherever there is a share */
    record Share(int correct, int all) {
        static final Share NONE = new Share(0, 0);

        double value() {
            return (double) correct / all;
        }

        Share and(boolean more) {
            return new Share(correct + (more ? 1 : 0), all + 1);
        }
    }

    static TaskScores of(Collection<Scored> pictures) {
        Share images = Share.NONE;
        Map<String, Boolean> prompts = new HashMap<>();
        Map<Tag, Share> tasks = new EnumMap<>(Tag.class);
        for (Scored picture : pictures) {
            images = images.and(picture.correct());
            prompts.merge(picture.item().metadata(), picture.correct(), Boolean::logicalOr);
            Tag tag = picture.item().tag();
            tasks.put(tag, tasks.getOrDefault(tag, Share.NONE).and(picture.correct()));
        }
        int correct =
                (int) prompts.values().stream().filter(Boolean::booleanValue).count();
        return new TaskScores(images, new Share(correct, prompts.size()), tasks);
    }

    /** The headline: the mean of the tasks' shares. */
    double overall() {
        return tasks.values().stream().mapToDouble(Share::value).average().orElse(Double.NaN);
    }
}
