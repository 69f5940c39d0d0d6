// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.task.Picture;
import java.util.Optional;

/**
 * An item of UniREditBench.
 *
 * @param number in the data, from 0
 * @param group the sub-category, which the data calls {@code name}
 * @param idx number or word in it
 * @param rules of a game; may be empty; absent where the data has none
 * @param effect the expected result in words, may be empty
 * @param source the image to edit
 * @param reference the expected result
 */
record UniReditItem(
        int number,
        String group,
        String idx,
        Optional<String> rules,
        String instruction,
        String effect,
        Picture source,
        Picture reference)
        implements Item {
    @Override
    public String id() {
        return group + "#" + idx;
    }

    /** The prompt of DeepGen's script; empty rules leave their space in front. */
    @Override
    public String prompt() {
        return rules.map(text -> text + " ").orElse("") + instruction.strip();
    }

    /** The instruction for the judge, in the official scorer's own way. */
    String told() {
        return rules.filter(text -> !text.isEmpty()).map(text -> text + "\n").orElse("") + instruction;
    }

    /** Of its picture, in the official layout. */
    String file() {
        return group + "/" + idx + ".png";
    }
}
