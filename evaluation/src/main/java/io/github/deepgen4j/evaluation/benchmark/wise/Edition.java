// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The two editions, whose prompts and scores are not comparable. */
public enum Edition {
    /** Three scales of 0..2; the edition of the published DeepGen figures. */
    LEGACY(
            "WISE_legacy/data",
            List.of("cultural_common_sense.json", "spatio-temporal_reasoning.json", "natural_science.json"),
            List.of(400, 300, 300),
            List.of(400, 567, 700, 800, 900, 1000)),
    /** One answer, 0 or 1. */
    VERIFIED(
            "data_verified",
            List.of(
                    "cultural_common_sense_verified.json",
                    "spatio-temporal_reasoning_verified.json",
                    "natural_science_verified.json"),
            List.of(400, 240, 360),
            List.of(400, 520, 640, 760, 880, 1000));

    static final int ITEMS = 1000;

    private final String folder;
    private final List<String> files;
    private final List<Integer> counts;
    private final List<Integer> lastIds;

    Edition(String folder, List<String> files, List<Integer> counts, List<Integer> lastIds) {
        this.folder = folder;
        this.files = files;
        this.counts = counts;
        this.lastIds = lastIds;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Folder of the files in the repository. */
    String folder() {
        return folder;
    }

    List<String> files() {
        return files;
    }

    /** Rows of each file. */
    List<Integer> counts() {
        return counts;
    }

    /** @param id 1..1000 */
    Category category(int id) {
        int i = 0;
        while (id > lastIds.get(i)) {
            i++;
        }
        return Category.values()[i];
    }

    /** Number of items of a category. */
    int items(Category category) {
        int i = category.ordinal();
        return lastIds.get(i) - (i == 0 ? 0 : lastIds.get(i - 1));
    }

    /** The weight of each category in the headline: its share of the items. */
    Map<Category, Double> weights() {
        Map<Category, Double> weights = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            weights.put(category, items(category) / (double) ITEMS);
        }
        return weights;
    }
}
