// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.record;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A group of the sample wall.
 *
 * @param group its number within the update
 * @param raw rewards by image, then by name
 * @param totals weighted sums by image
 * @param replies beginnings of what judges and engines answered, by the name of the question
 */
public record WallGroup(
        int step,
        int group,
        String prompt,
        String dataset,
        List<String> rewards,
        double[][] raw,
        double[] totals,
        double[] advantages,
        SortedMap<String, String> replies) {
    public WallGroup {
        replies = replies == null ? new TreeMap<>() : replies; // of a file that was written before there were any
    }

    /** Name of the file of an image. */
    public static String picture(int group, int image) {
        return String.format(Locale.ROOT, "%03d-%02d.png", group, image);
    }

    /** Name of the file that describes a group. */
    public static String file(int group) {
        return String.format(Locale.ROOT, "%03d.json", group);
    }
}
