// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import io.github.deepgen4j.evaluation.benchmark.ProgramItem;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.model.image.Image;

/** A sample of icons as an item; its kind is the group. */
record IconItem(IconWorld world, IconExample example, int number, long seedOffset) implements ProgramItem {
    static String question(IconExample example) {
        return example.prompt()
                + example.before().map(before -> " on " + before).orElse("");
    }

    @Override
    public String group() {
        return example.kind().word();
    }

    @Override
    public String prompt() {
        return example.prompt();
    }

    @Override
    public String question() {
        return question(example);
    }

    @Override
    public boolean edits() {
        return example.before().isPresent();
    }

    @Override
    public Image source() {
        return world.icons().render(example.before().orElseThrow());
    }

    @Override
    public Verdict judge(Image image) {
        return world.judge(example, image);
    }
}
