// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.edit.FinalScoreText;
import java.util.Map;

/** Our own wording of what judges are told, under the names of the official texts. */
final class OwnRiseTexts {
    private static final String BOTH = "You are shown a picture and then the result of editing it.";
    private static final String REFERENCE = "You are shown a reference picture of the right result and then a result.";
    private static final String ALONE = "You are shown the result of editing a picture.";
    private static final String ASKED = "The instruction was: {instruct}";
    private static final String EXPECTED = "The result ought to show: {reference}";

    private static final String KEPT = "Judge only what the instruction does not touch: is everything else of the first"
            + " picture still there and unchanged? Do not judge whether the instruction was followed.";
    private static final String REASONED = "Judge only whether the result shows what follows from the instruction. Do"
            + " not judge how well the picture is made, nor what else changed.";
    private static final String MADE = "Judge only how well the picture is made: is it sharp, believable and free of"
            + " artifacts and broken shapes? Do not judge what it shows.";
    private static final String DRAWN = "Judge only how well the object is drawn: is its shape whole, are its parts in"
            + " place and its lines clean? Do not judge from where it is seen.";
    private static final String SOLVED = "Judge only whether the answer that the result shows is right.";
    private static final String SAME_TASK =
            "Judge only whether the result still is the same task in the same style, but"
                    + " for the answer that was put in.";

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("prompt_consist", FinalScoreText.oneToFive(BOTH, ASKED, KEPT)),
            Map.entry("prompt_reasoning", FinalScoreText.oneToFive(ALONE, ASKED, EXPECTED, REASONED)),
            Map.entry("prompt_reasoning_w_input", FinalScoreText.oneToFive(BOTH, ASKED, EXPECTED, REASONED)),
            Map.entry("prompt_generation", FinalScoreText.oneToFive(ALONE, MADE)),
            Map.entry("prompt_spatial_cons", FinalScoreText.oneToFive(BOTH, ASKED, KEPT)),
            Map.entry("prompt_spatial_ref", FinalScoreText.oneToFive(ALONE, ASKED, EXPECTED, REASONED)),
            Map.entry("prompt_spatial_ref_w_input", FinalScoreText.oneToFive(BOTH, ASKED, EXPECTED, REASONED)),
            Map.entry("prompt_spatial_ref_img", FinalScoreText.oneToFive(REFERENCE, ASKED, REASONED)),
            Map.entry("prompt_spatial_qual", FinalScoreText.oneToFive(ALONE, DRAWN)),
            Map.entry("prompt_logical_cons", FinalScoreText.zeroOrOne(REFERENCE, ASKED, SAME_TASK)),
            Map.entry("prompt_logical_cons_ans", FinalScoreText.zeroOrOne(BOTH, ASKED, EXPECTED, SAME_TASK)),
            Map.entry("prompt_logical_txt", FinalScoreText.zeroOrOne(ALONE, ASKED, EXPECTED, SOLVED)),
            Map.entry("prompt_logical_img", FinalScoreText.zeroOrOne(REFERENCE, ASKED, SOLVED)),
            Map.entry("prompt_logical_img_wo_q", FinalScoreText.zeroOrOne(REFERENCE, SOLVED)));

    private OwnRiseTexts() {}

    static String of(String name) {
        return TEXTS.get(name);
    }
}
