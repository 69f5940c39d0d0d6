// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.task.Reply.Seen;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The place of one box as seen from another ({@code geneval: evaluation/evaluate_images.py}, relative_position): the
 * offset of the centres, less a tenth of both boxes' sizes on each axis, over its full length. Computed in single
 * precision, as the detector's boxes are.
 */
final class Relations {
    static final List<String> ALL = List.of("left of", "right of", "above", "below");

    private static final float SLACK = 0.1f;
    private static final float NOTHING = 1e-3f;
    private static final float HALF = 0.5f;

    private Relations() {}

    /** None where the boxes are too close; two where one lies diagonally from the other. */
    static Set<String> of(Seen one, Seen other) {
        float x = centre(one.left(), one.right()) - centre(other.left(), other.right());
        float y = centre(one.top(), one.bottom()) - centre(other.top(), other.bottom());
        float freeX = free(x, size(one.left(), one.right()) + size(other.left(), other.right()));
        float freeY = free(y, size(one.top(), one.bottom()) + size(other.top(), other.bottom()));
        Set<String> relations = new LinkedHashSet<>();
        if (Math.abs(freeX) < NOTHING && Math.abs(freeY) < NOTHING) {
            return relations;
        }
        float length = (float) Math.sqrt(x * x + y * y);
        if (freeX / length < -HALF) {
            relations.add("left of");
        }
        if (freeX / length > HALF) {
            relations.add("right of");
        }
        if (freeY / length < -HALF) {
            relations.add("above");
        }
        if (freeY / length > HALF) {
            relations.add("below");
        }
        return relations;
    }

    private static float centre(float low, float high) {
        return (low + high) / 2;
    }

    private static float size(float low, float high) {
        return Math.abs(high - low);
    }

    private static float free(float offset, float sizes) {
        return Math.max(Math.abs(offset) - SLACK * sizes, 0) * Math.signum(offset);
    }
}
