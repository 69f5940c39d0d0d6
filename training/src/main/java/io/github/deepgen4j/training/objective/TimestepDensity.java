// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.random.RandomGenerator;

/** From which density the place u in the noise schedule is drawn (spec/training.md section 6, step 2). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface TimestepDensity {
    /** A value in [0, 1]. */
    double draw(RandomGenerator random);

    /** All places alike. */
    record Uniform() implements TimestepDensity {
        @Override
        public double draw(RandomGenerator random) {
            return random.nextDouble();
        }
    }

    /** Sigmoid of a normal: fewer of the easy ends. */
    record LogitNormal(double mean, double std) implements TimestepDensity {
        public LogitNormal {
            require(std > 0, "std", "more than 0", std);
        }

        @Override
        public double draw(RandomGenerator random) {
            return 1 / (1 + Math.exp(-(mean + std * random.nextGaussian())));
        }
    }

    /**
     * Heavier in the middle, by {@code 1 - v - scale (cos^2(pi v / 2) - 1 + v)} of a uniform v; 1.29 in SD3's recipe.
     */
    record Mode(double scale) implements TimestepDensity {
        @Override
        public double draw(RandomGenerator random) {
            return at(random.nextDouble());
        }

        /** The place of a uniform value v. */
        public double at(double v) {
            double cosine = Math.cos(Math.PI * v / 2);
            return Math.clamp(1 - v - scale * (cosine * cosine - 1 + v), 0, 1);
        }
    }
}
