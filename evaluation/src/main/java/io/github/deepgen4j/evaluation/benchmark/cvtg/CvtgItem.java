// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import io.github.deepgen4j.evaluation.benchmark.Item;
import java.util.List;

/**
 * A prompt with quoted texts.
 *
 * @param place among all items in the order in which they are drawn, from 0
 * @param subset {@code CVTG} or {@code CVTG-Style}, which adds attributes of style
 * @param area number of texts, 2 to 5
 * @param index number in the file of its area
 * @param words asked for, in lower case, as the scorer finds them in the prompt
 */
public record CvtgItem(int place, String subset, int area, int index, String prompt, List<String> words)
        implements Item {
    public CvtgItem {
        words = List.copyOf(words);
    }

    static CvtgItem of(int place, String subset, int area, int index, String prompt) {
        return new CvtgItem(place, subset, area, index, prompt, WordScore.asked(prompt));
    }

    @Override
    public String id() {
        return group() + "/" + index;
    }

    @Override
    public String group() {
        return subset + "/" + area;
    }
}
