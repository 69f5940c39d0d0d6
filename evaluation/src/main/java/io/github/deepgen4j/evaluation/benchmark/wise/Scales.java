// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

/** The three scales of the legacy edition, 0..2 as the judge is told. */
record Scales(double consistency, double realism, double aesthetics) {
    /** The WiScore, 0..1 ({@code wise: WISE_legacy/Calculate.py}). */
    double wiScore() {
        return (0.7 * consistency + 0.2 * realism + 0.1 * aesthetics) / 2;
    }

    /** True if all are on their scale; the script does not look. */
    boolean inRange() {
        return consistency <= 2 && realism <= 2 && aesthetics <= 2;
    }
}
