// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import java.util.random.RandomGenerator;

/** From which density the place u in the noise schedule is drawn (spec/training.md section 6, step 2). */
public enum TimestepDensity {
    UNIFORM {
        @Override
        public double draw(RandomGenerator random) {
            return random.nextDouble();
        }
    },
    /** Sigmoid of a standard normal: fewer of the easy ends. */
    LOGIT_NORMAL {
        @Override
        public double draw(RandomGenerator random) {
            return 1 / (1 + Math.exp(-random.nextGaussian()));
        }
    };

    /** A value in [0, 1). */
    public abstract double draw(RandomGenerator random);
}
