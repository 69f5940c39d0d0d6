// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Several tests at once (S. Holm, 1979): the chance of a single false finding among them stays at the level. */
public final class Holm {
    private Holm() {}

    /** The p values, adjusted, in the order given: each may be compared with the level as if it stood alone. */
    public static List<Double> adjust(List<Double> p) {
        List<Integer> order = IntStream.range(0, p.size())
                .boxed()
                .sorted(Comparator.comparing(p::get))
                .toList();
        List<Double> adjusted = new ArrayList<>(Collections.nCopies(p.size(), 0.0));
        double largest = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            largest = Math.max(largest, Math.min(1, (p.size() - rank) * p.get(order.get(rank))));
            adjusted.set(order.get(rank), largest);
        }
        return adjusted;
    }
}
