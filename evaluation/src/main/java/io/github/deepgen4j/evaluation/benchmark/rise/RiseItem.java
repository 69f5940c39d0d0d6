// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.task.Picture;
import java.util.Optional;

/**
 * An item of RISEBench.
 *
 * @param number in the data, from 0
 * @param id {@code index} in the data, the name of its picture
 * @param source the image to edit
 * @param subtask empty in the list of 64 items
 * @param reference the expected result in words; {@code reference}, or {@code reference_txt} of a logical item
 * @param referenceImage the expected result
 * @param showsSource {@code reasoning_img} is set: the judge of the reasoning sees the source, too
 * @param withoutInstruction the data has the column {@code reasoning_wo_ins}: the judge of the reasoning of a logical
 *     item with a reference picture is not told the instruction
 */
record RiseItem(
        int number,
        String id,
        RiseCategory category,
        String prompt,
        Picture source,
        Optional<String> subtask,
        Optional<String> reference,
        Optional<Picture> referenceImage,
        boolean showsSource,
        boolean withoutInstruction,
        Consistency consistency)
        implements Item {
    /** The part of an item's consistency with its source in its score. */
    enum Consistency {
        /** It is judged and counts. */
        JUDGED,
        /**
         * It is judged, in data that free other items from it: the official score leaves it out here, too, since the
         * NaN of the absent value is true to Python.
         */
        JUDGED_BESIDE_FREE,
        /** It is not judged. */
        FREE
    }

    @Override
    public String group() {
        return category.word();
    }

    boolean logical() {
        return category == RiseCategory.LOGICAL;
    }
}
