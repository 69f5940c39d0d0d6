// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

/** Number of right test points, and of all. */
record Share(int right, int points) {
    static final Share NONE = new Share(0, 0);

    Share and(boolean oneMore) {
        return new Share(right + (oneMore ? 1 : 0), points + 1);
    }

    /** 0..1; 0 of nothing, as in the scripts. */
    double accuracy() {
        return points == 0 ? 0 : (double) right / points;
    }
}
