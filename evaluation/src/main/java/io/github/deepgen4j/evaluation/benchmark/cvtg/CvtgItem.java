// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import java.util.List;

/**
 * A prompt with quoted texts.
 *
 * @param subset {@code CVTG} or {@code CVTG-Style}, which adds attributes of style
 * @param area number of texts, 2 to 5
 * @param index number in the file of its area
 * @param words asked for, in lower case, as the scorer finds them in the prompt
 */
record CvtgItem(String subset, int area, int index, String prompt, List<String> words) {
    CvtgItem {
        words = List.copyOf(words);
    }

    static CvtgItem of(String subset, int area, int index, String prompt) {
        return new CvtgItem(subset, area, index, prompt, WordScore.asked(prompt));
    }

    public String id() {
        return group() + "/" + index;
    }

    public String group() {
        return subset + "/" + area;
    }
}
