// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.ProgramItem;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.task.Example;

/** An example of ShapeWorld as an item; its kind is the group. */
record ShapeWorldItem(Example example, int number, long seedOffset) implements ProgramItem {
    static String question(Example example) {
        return example.prompt() + example.source().map(Captions::of).orElse("");
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
        return example.source().isPresent();
    }

    @Override
    public Image source() {
        return example.reference().orElseThrow();
    }

    @Override
    public Verdict judge(Image image) {
        return Judgement.of(example, image);
    }
}
