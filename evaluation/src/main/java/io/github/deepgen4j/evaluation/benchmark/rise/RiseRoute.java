// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.rise.RiseItem.Consistency;
import io.github.deepgen4j.evaluation.task.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the questions about an item ({@code rise: gpt_eval.py: eval_vanilla}).
 *
 * @param judge {@code judge1} for consistency, {@code judge2} for reasoning, {@code judge3} for quality
 * @param prompt the name of its text in the official {@code utils.py}
 * @param pictures in the order in which they are shown
 */
record RiseRoute(String judge, String prompt, List<Picture> pictures) {
    static final String CONSISTENCY = "judge1";
    static final String REASONING = "judge2";
    static final String QUALITY = "judge3";

    /** The questions about a result; the reference image stands for the source where there is one. */
    static List<RiseRoute> of(RiseItem item, Picture drawn) {
        List<RiseRoute> routes = new ArrayList<>();
        if (item.consistency() != Consistency.FREE) {
            routes.add(new RiseRoute(CONSISTENCY, consistency(item), List.of(shown(item), drawn)));
        }
        boolean compares = item.category() == RiseCategory.TEMPORAL || item.category() == RiseCategory.CAUSAL
                ? item.showsSource()
                : item.referenceImage().isPresent() || (!item.logical() && item.showsSource());
        routes.add(new RiseRoute(REASONING, reasoning(item), compares ? List.of(shown(item), drawn) : List.of(drawn)));
        if (!item.logical()) {
            String quality = item.category() == RiseCategory.SPATIAL ? "prompt_spatial_qual" : "prompt_generation";
            routes.add(new RiseRoute(QUALITY, quality, List.of(drawn)));
        }
        return routes;
    }

    private static Picture shown(RiseItem item) {
        return item.referenceImage().orElse(item.source());
    }

    private static String consistency(RiseItem item) {
        return switch (item.category()) {
            case TEMPORAL, CAUSAL -> "prompt_consist";
            case SPATIAL -> "prompt_spatial_cons";
            case LOGICAL -> item.referenceImage().isPresent() ? "prompt_logical_cons" : "prompt_logical_cons_ans";
        };
    }

    private static String reasoning(RiseItem item) {
        return switch (item.category()) {
            case TEMPORAL, CAUSAL -> item.showsSource() ? "prompt_reasoning_w_input" : "prompt_reasoning";
            case SPATIAL ->
                item.referenceImage().isPresent()
                        ? "prompt_spatial_ref_img"
                        : item.showsSource() ? "prompt_spatial_ref_w_input" : "prompt_spatial_ref";
            case LOGICAL ->
                item.referenceImage().isEmpty()
                        ? "prompt_logical_txt"
                        : item.withoutInstruction() ? "prompt_logical_img_wo_q" : "prompt_logical_img";
        };
    }
}
