// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.shapeworld.task.Example;

/** An example of ShapeWorld as an item; its kind is the group. */
record ShapeWorldItem(Example example, int number, long seedOffset) implements Item {
    @Override
    public String group() {
        return example.kind().word();
    }

    @Override
    public String prompt() {
        return example.prompt();
    }

    @Override
    public boolean edits() {
        return example.source().isPresent();
    }

    /** @throws IllegalArgumentException if it is an item of another benchmark */
    static ShapeWorldItem of(Item item) {
        if (item instanceof ShapeWorldItem own) {
            return own;
        }
        throw new IllegalArgumentException("expected an item of ShapeWorld, found " + item);
    }
}
