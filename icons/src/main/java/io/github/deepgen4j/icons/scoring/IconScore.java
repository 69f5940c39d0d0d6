// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scoring;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program's verdict on an image of icons.
 *
 * @param things share of the wanted things that stand at their places, in whatever style
 * @param styles share of the wanted things that stand there in their style (and skin tone)
 * @param background its colour is the wanted one
 * @param word all letters are the wanted ones, at any of their sizes; true where none are wanted
 * @param clean nothing else is to be seen
 * @param done an edit: where the images before and after differ, this one is nearer to that after; true for prompts
 * @param fit how well the worst of the things fits its rendering, in decibels
 * @param kept an edit: peak signal-to-noise ratio where nothing was to change, in decibels; NaN for prompts
 */
public record IconScore(
        double things,
        double styles,
        boolean background,
        boolean word,
        boolean clean,
        boolean done,
        double fit,
        double kept) {
    /** Everything that was asked for is right. */
    public boolean passed() {
        return things == 1 && styles == 1 && passedButThings();
    }

    /** Everything is right but perhaps the things. */
    public boolean passedButThings() {
        return background && word && clean && done;
    }

    /** By name, shares 0..1 and decibels, without what does not apply. */
    public Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("things", things);
        measures.put("styles", styles);
        measures.put("background", background ? 1.0 : 0);
        measures.put("word", word ? 1.0 : 0);
        measures.put("clean", clean ? 1.0 : 0);
        measures.put("fit_dB", fit);
        if (!Double.isNaN(kept)) {
            measures.put("done", done ? 1.0 : 0);
            measures.put("kept_dB", kept);
        }
        return measures;
    }
}
