// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The worth of one answer about a picture.
 *
 * @param words of the answer of a reader of text
 * @param clip score, of the answer of an encoder of images and texts
 */
public record CvtgValue(Optional<WordScore> words, OptionalDouble clip) {
    static CvtgValue of(WordScore words) {
        return new CvtgValue(Optional.of(words), OptionalDouble.empty());
    }

    static CvtgValue of(double clip) {
        return new CvtgValue(Optional.empty(), OptionalDouble.of(clip));
    }
}
