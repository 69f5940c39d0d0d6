// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.task.Picture;

/**
 * A row of GEdit-Bench.
 *
 * @param index in the data of both languages, from 0
 * @param group the kind of edit, {@code task_type}
 * @param language the value of the data, which is a folder's name, too
 * @param intersection the row is one that every compared system could edit, {@code Intersection_exist}
 * @param source the image to edit, {@code input_image}
 */
record GeditItem(
        int index, String group, String key, String prompt, String language, boolean intersection, Picture source)
        implements Item {
    @Override
    public String id() {
        return group + "/" + language + "/" + key;
    }
}
