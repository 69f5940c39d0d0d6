// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

/** The weight of a noise level's error (spec/training.md section 6). */
public enum Weighting {
    NONE {
        @Override
        public double weight(double sigma) {
            return 1;
        }
    },
    SIGMA_SQRT {
        @Override
        public double weight(double sigma) {
            return 1 / (sigma * sigma);
        }
    },
    COSMAP {
        @Override
        public double weight(double sigma) {
            return 2 / (Math.PI * (1 - 2 * sigma + 2 * sigma * sigma));
        }
    };

    /** Weight of noise level sigma in (0, 1]. */
    public abstract double weight(double sigma);
}
