// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.weights.InitialValues;
import java.util.Arrays;

/**
 * A tensor whose elements were counted.
 *
 * @param file relative to the checkpoint folder
 * @param name canonical name
 * @param begin position of the first byte in the file
 * @param end position after the last byte
 * @param initial how training from scratch starts it
 */
record ScannedTensor(
        String file,
        String name,
        long[] shape,
        long begin,
        long end,
        TensorStatistics statistics,
        InitialValues initial) {

    /** Still the constant that training from scratch starts with. */
    boolean untouched() {
        return initial instanceof InitialValues.Constant start
                && statistics.constant()
                && statistics.minimum() == start.value();
    }

    boolean zero() {
        return statistics.constant() && statistics.minimum() == 0;
    }

    boolean startsConstant() {
        return initial instanceof InitialValues.Constant && statistics.count() > 1;
    }

    boolean vector() {
        return shape.length < 2;
    }

    /** The scale of a norm: the only vectors named weight. */
    boolean normScale() {
        return shape.length == 1 && name.endsWith(".weight");
    }

    /** Name without numbers, and shape: the tensors that do the same in different layers share it. */
    String family() {
        return name.replaceAll("(?<=\\.)\\d+(?=\\.)", "*") + " " + shapeText();
    }

    String shapeText() {
        return Arrays.toString(shape);
    }

    boolean overlaps(ConstantRun run) {
        return begin < run.end() && run.begin() < end;
    }
}
