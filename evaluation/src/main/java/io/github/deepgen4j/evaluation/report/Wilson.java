// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

/**
 * The interval that holds the true share in 95 of 100 such experiments (E. B. Wilson, 1927). Unlike the usual one it
 * stays inside 0..1 and says something when none or all passed.
 */
public record Wilson(double low, double high) {
    private static final double Z = 1.959963984540054;

    /** @param count at least 1 */
    public static Wilson of(int passed, int count) {
        double share = (double) passed / count;
        double shrink = 1 + Z * Z / count;
        double centre = (share + Z * Z / (2 * count)) / shrink;
        double half = Z / shrink * Math.sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count));
        return new Wilson(passed == 0 ? 0 : centre - half, passed == count ? 1 : centre + half);
    }
}
