// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.Locale;

/**
 * An entry.
 *
 * @param number 1..1000, also the name of its image
 * @param explanation what the image should show, for the judge
 */
public record WiseItem(int number, Category category, String prompt, String explanation) implements Item {
    @Override
    public String id() {
        return String.valueOf(number);
    }

    @Override
    public String group() {
        return category.name().toLowerCase(Locale.ROOT);
    }
}
