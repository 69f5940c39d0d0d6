// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

/** The official scores of an item ({@code uniredit: eval/gpt_eval_uniredit.py}), from three grades of 1 to 5. */
record UniReditRules(double consistency, double reasoning, double quality) {
    private static final double BEST = 5;

    /** The weighted score, 1 to 5. */
    double score() {
        return 0.3 * consistency + 0.5 * reasoning + 0.2 * quality;
    }

    /** All three grades are the best. */
    boolean complete() {
        return consistency == BEST && reasoning == BEST && quality == BEST;
    }

    /** A grade or score of 1 to 5 in per cent. */
    static double percent(double score) {
        return 25 * (score - 1);
    }
}
