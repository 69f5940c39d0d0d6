// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.icons.task.IconExample;
import java.util.Locale;

/**
 * A sample of icons as an item; its kind is the group.
 *
 * @param number position inside the group, from 0
 * @param seedOffset added to the run's seed, different for every item and the same in every run
 */
record IconItem(IconWorld world, IconExample example, int number, long seedOffset) implements Item {
    @Override
    public String id() {
        return String.format(Locale.ROOT, "%s/%03d", group(), number);
    }

    @Override
    public String group() {
        return example.kind().word();
    }

    @Override
    public String prompt() {
        return example.prompt();
    }

    String file() {
        return id() + ".png";
    }

    /** Beside the folder of pictures. */
    String reference() {
        return "../references/" + file();
    }
}
