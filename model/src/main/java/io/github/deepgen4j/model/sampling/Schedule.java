// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

/**
 * Noise levels of a run: {@code sigmas[0..N]}, falling from near 1 to 0, and {@code timesteps[0..N-1] = 1000 sigma}
 * (FlowMatchEulerDiscreteScheduler; spec/model.md section 7.3).
 */
public record Schedule(float[] sigmas, float[] timesteps) {

    public int steps() {
        return timesteps.length;
    }

    /** The noise levels of step 0, 1, ... */
    public Interval interval(int step) {
        return new Interval(sigmas[step], sigmas[step + 1], sigmas[1]);
    }

    /**
     * Evenly spaced levels, shifted. The smallest level is shifted twice, as in the reference (Q14).
     *
     * @param tokens number of target tokens, which only a dynamic shift looks at
     */
    public static Schedule of(SchedulerConfig config, int steps, long tokens) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps expected >= 1, found " + steps);
        }
        double[] table = trainingBounds(config);
        double high = table[0] * config.trainTimesteps();
        double low = table[1] * config.trainTimesteps();
        double[] levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            double t = steps == 1 ? high : i == steps - 1 ? low : high + i * ((low - high) / (steps - 1));
            levels[i] = t / config.trainTimesteps();
        }
        return of(config, levels, tokens);
    }

    /** The given levels, shifted. */
    public static Schedule of(SchedulerConfig config, double[] levels, long tokens) {
        float[] sigmas = new float[levels.length + 1];
        float[] timesteps = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            sigmas[i] = (float) config.shift().atInference(levels[i], tokens);
            timesteps[i] = sigmas[i] * config.trainTimesteps();
        }
        return new Schedule(sigmas, timesteps);
    }

    /** The training table's level of an index: 0 is pure noise (spec/training.md section 6). */
    public static float trainingSigma(SchedulerConfig config, int index) {
        float level = (float) ((config.trainTimesteps() - index) / (double) config.trainTimesteps());
        return config.shift().inTable(level);
    }

    private static double[] trainingBounds(SchedulerConfig config) {
        return new double[] {trainingSigma(config, 0), trainingSigma(config, config.trainTimesteps() - 1)};
    }
}
