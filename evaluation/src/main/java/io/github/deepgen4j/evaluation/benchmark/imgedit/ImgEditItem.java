// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.task.Picture;

/**
 * An entry of ImgEdit-Bench.
 *
 * @param index in the data, from 0
 * @param id its key in the data, which is the name of its picture
 * @param source the image to edit, which the data calls {@code id}
 */
record ImgEditItem(int index, String id, EditType type, String prompt, Picture source) implements Item {
    @Override
    public String group() {
        return type.word();
    }
}
