// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

/** The number that a picture counts for, 1 at most. */
enum Worth {
    /** 1 if it is correct. */
    PLAIN,
    /** The soft reward of reinforcement learning. */
    SOFT,
    /** 1 if the strict rule of reinforcement learning holds. */
    STRICT;

    /** The version's word. */
    String word() {
        return switch (this) {
            case PLAIN -> "";
            case SOFT -> "soft";
            case STRICT -> "strict";
        };
    }

    /** The word for the numbers that the headline is a mean of. */
    String plural() {
        return switch (this) {
            case PLAIN -> "accuracies";
            case SOFT -> "soft rewards";
            case STRICT -> "strict rewards";
        };
    }

    double of(Judged judged) {
        return switch (this) {
            case PLAIN -> judged.correct() ? 1 : 0;
            case SOFT -> judged.soft();
            case STRICT -> judged.strict() ? 1 : 0;
        };
    }
}
