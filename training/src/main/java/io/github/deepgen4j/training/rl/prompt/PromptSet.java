// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import java.util.List;
import java.util.function.IntFunction;

/**
 * The prompts of a data set by their numbers, 0 to size - 1.
 *
 * @param prompts always the same for the same number
 */
record PromptSet(String name, int size, IntFunction<Prompt> prompts) {
    static PromptSet of(String name, List<Prompt> prompts) {
        return new PromptSet(name, prompts.size(), prompts::get);
    }

    Prompt get(int index) {
        return prompts.apply(index);
    }
}
