// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;

/** The flow-match schedule of a checkpoint ({@code scheduler/scheduler_config.json}). */
public record SchedulerConfig(int trainTimesteps, Shift shift) {

    /** The shift of uniform noise levels towards high noise. */
    public sealed interface Shift {
        /**
         * A level of inference.
         *
         * @param tokens number of the image's tokens
         */
        double atInference(double level, long tokens);

        /** An entry of the training table, whatever the image; computed in float32 as the reference's. */
        float inTable(float level);

        /**
         * The noise level of a place u in the training schedule.
         *
         * @param u in [0, 1]; may be rounded up to 1 (T10)
         * @param tokens number of the image's tokens
         * @param steps length of the training table
         */
        float inTraining(double u, long tokens, int steps);
    }

    /** S(s) = shift s / (1 + (shift - 1) s) */
    public record Static(double shift) implements Shift {
        public Static {
            if (!(shift > 0)) {
                throw new ConfigException("shift expected > 0, found " + shift);
            }
        }

        @Override
        public double atInference(double level, long tokens) {
            return shift * level / (1 + (shift - 1) * level);
        }

        @Override
        public float inTable(float level) {
            return (float) shift * level / (1 + ((float) shift - 1) * level);
        }

        /** Entry floor(steps u) of the training table. */
        @Override
        public float inTraining(double u, long tokens, int steps) {
            int index = Math.min(steps - 1, (int) (u * steps));
            return inTable((float) ((steps - index) / (double) steps));
        }
    }

    /** The shift depends on the number of image tokens through mu (spec/model.md section 7.3). */
    public record Dynamic(int baseTokens, int maxTokens, double baseShift, double maxShift, boolean exponential)
            implements Shift {
        /** mu grows linearly with the number of tokens. */
        public double mu(long tokens) {
            double slope = (maxShift - baseShift) / (maxTokens - baseTokens);
            return slope * tokens + (baseShift - slope * baseTokens);
        }

        private double factor(long tokens) {
            return exponential ? Math.exp(mu(tokens)) : mu(tokens);
        }

        @Override
        public double atInference(double level, long tokens) {
            double factor = factor(tokens);
            return factor / (factor + (1 / level - 1));
        }

        @Override
        public float inTable(float level) {
            return level;
        }

        /** {@code s u / (1 + (s - 1) u)} with s = e^mu, or mu for a linear shift. */
        @Override
        public float inTraining(double u, long tokens, int steps) {
            double factor = factor(tokens);
            return (float) (factor * u / (1 + (factor - 1) * u));
        }
    }

    /** Reads the file; absent fields have the defaults of diffusers. */
    public static SchedulerConfig read(Path file) {
        ConfigFile config = ConfigFile.read(file);
        int steps = config.integer("num_train_timesteps", 1, 1_000_000, 1000);
        double shift = config.number("shift", 1e-6, 1e6, 1);
        int baseTokens = config.integer("base_image_seq_len", 1, 1 << 30, 256);
        int maxTokens = config.integer("max_image_seq_len", 1, 1 << 30, 4096);
        double baseShift = config.number("base_shift", -100, 100, 0.5);
        double maxShift = config.number("max_shift", -100, 100, 1.15);
        boolean exponential = config.choice("time_shift_type", "exponential", "exponential", "linear")
                .equals("exponential");
        if (!config.flag("use_dynamic_shifting", false)) {
            return new SchedulerConfig(steps, new Static(shift));
        }
        if (baseTokens == maxTokens) {
            throw config.error("max_image_seq_len expected another number than base_image_seq_len, found " + maxTokens);
        }
        return new SchedulerConfig(steps, new Dynamic(baseTokens, maxTokens, baseShift, maxShift, exponential));
    }
}
