// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.task;

import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;

/** One thing that may be true of an image: what a yes/no question asks. */
public sealed interface Claim {
    /** At least one such object is there. */
    record Shown(Wanted thing) implements Claim {}

    /** Exactly so many such objects are there. */
    record Number(int count, Wanted thing) implements Claim {}

    /** Two such objects stand so. */
    record Placed(Wanted first, Relation relation, Wanted second) implements Claim {}

    /** The background has this colour. */
    record Ground(Colour colour) implements Claim {}

    /** There are so many objects and nothing else. */
    record Alone(int count) implements Claim {}

    /** These letters stand in their places, and nothing else; their colour does not matter. */
    record Written(Lettering letters) implements Claim {}

    /** All ink in the places of these letters has their colour. */
    record Inked(Lettering letters) implements Claim {}
}
