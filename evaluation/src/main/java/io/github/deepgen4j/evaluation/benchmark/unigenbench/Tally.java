// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Right test points by dimension and by label, over the images that count. */
final class Tally {
    private final Rules rules;
    private final Map<String, Share> primary = new TreeMap<>();
    private final Map<String, Share> labels = new TreeMap<>();
    private int images;
    private int read;

    Tally(Rules rules) {
        this.rules = rules;
    }

    /** @param points labels of the item, as many as marks; surplus ones of either do not count */
    Tally add(List<String> points, Marks marks) {
        images++;
        read += marks.read() ? 1 : 0;
        for (int i = 0;
                marks.counted() && i < Math.min(points.size(), marks.right().size());
                i++) {
            boolean right = marks.right().get(i);
            primary.merge(primary(rules, points.get(i)), Share.NONE.and(right), Tally::sum);
            labels.merge(points.get(i), Share.NONE.and(right), Tally::sum);
        }
        return this;
    }

    /** The scorer of reinforcement learning splits at a dash between spaces. */
    static String primary(Rules rules, String label) {
        int dash = label.indexOf(" - ");
        return rules == Rules.OFFICIAL
                ? TestPoint.primary(label)
                : dash < 0 ? label : label.substring(0, dash).strip();
    }

    private static Share sum(Share a, Share b) {
        return new Share(a.right() + b.right(), a.points() + b.points());
    }

    Map<String, Share> primary() {
        return primary;
    }

    Map<String, Share> labels() {
        return labels;
    }

    /** Over all test points. */
    Share all() {
        return labels.values().stream().reduce(Share.NONE, Tally::sum);
    }

    /** The unweighted mean of the dimensions that have a point, 0..1; NaN if none has. Inferred from leaderboards. */
    double macro() {
        return primary.values().stream().mapToDouble(Share::accuracy).average().orElse(Double.NaN);
    }

    /** The share of images whose reply could be read. */
    double readShare() {
        return images == 0 ? 0 : (double) read / images;
    }
}
