// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.engine.BasicColour;
import java.util.Optional;

/**
 * Objects of one class that a picture must have or, as an exclusion, must not have in this number.
 *
 * @param label the class
 * @param count at least 1
 * @param colour of all of them; never of an exclusion
 * @param place of all of them; never of an exclusion
 */
public record Clause(String label, int count, Optional<BasicColour> colour, Optional<Place> place) {
    /**
     * A place beside the objects of another clause.
     *
     * @param relation one of {@link Relations#ALL}
     * @param target index of an earlier clause
     */
    record Place(String relation, int target) {}
}
