// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;

/**
 * The first values of a parameter. Values can be made row by row (a row is the last axis), so that a
 * table of hundreds of millions of entries need not be in memory at once.
 */
public sealed interface InitialValues {
    InitialValues ZERO = new Constant(0);
    InitialValues ONE = new Constant(1);

    /**
     * Rows of a parameter, float32 (rows, width), in the innermost scope.
     *
     * @param first number of the first row, counted over all axes but the last
     */
    Tensor rows(long first, long rows, long width, Rng rng);

    /** The whole parameter, float32, in the innermost scope. */
    default Tensor all(long[] shape, Rng rng) {
        long elements = 1;
        for (long size : shape) {
            elements *= size;
        }
        long width = shape.length == 0 ? 1 : shape[shape.length - 1];
        return rows(0, width == 0 ? 0 : elements / width, width, rng).reshape(shape);
    }

    /** One value everywhere. */
    record Constant(double value) implements InitialValues {
        @Override
        public Tensor rows(long first, long rows, long width, Rng rng) {
            return Tensor.full(value, DType.F32, rows, width);
        }
    }

    /** These very values, in row-major order. */
    record Listed(float[] values) implements InitialValues {
        @Override
        public Tensor rows(long first, long rows, long width, Rng rng) {
            int from = Math.toIntExact(first * width);
            return Tensor.of(Arrays.copyOfRange(values, from, Math.toIntExact(from + rows * width)), rows, width);
        }
    }

    /** Uniform in [-bound, bound). */
    record Uniform(double bound) implements InitialValues {
        @Override
        public Tensor rows(long first, long rows, long width, Rng rng) {
            return rng.uniform(rows, width).mulInPlace(2 * bound).add(-bound);
        }
    }

    /** Normal with mean 0. */
    record Normal(double deviation) implements InitialValues {
        @Override
        public Tensor rows(long first, long rows, long width, Rng rng) {
            return rng.normal(rows, width).mulInPlace(deviation);
        }
    }

    /**
     * The transformer's position table (spec/model.md section 6.2): for column x and row y of a square grid, with
     * {@code u = x / scale} and {@code v = y / scale}, the channels {@code sin(u w), cos(u w), sin(v w), cos(v w)} over
     * frequencies {@code w = 10000^(-4j/width)}.
     *
     * @param grid tokens of a side
     * @param scale grid cells to a unit of position: 6 in DeepGen 1.0 (384 cells over 64 units)
     */
    record PositionTable(int grid, double scale) implements InitialValues {
        @Override
        public Tensor rows(long first, long rows, long width, Rng rng) {
            if (width % 4 != 0) {
                throw new ConfigException("position table needs a width divisible by 4, found " + width);
            }
            int quarter = Math.toIntExact(width / 4);
            float[] values = new float[Math.toIntExact(rows * width)];
            double[] frequencies = new double[quarter];
            for (int j = 0; j < quarter; j++) {
                frequencies[j] = Math.pow(10000, -(double) j / quarter);
            }
            float[][] bySide = new float[grid][];
            for (int row = 0; row < rows; row++) {
                int column = (int) ((first + row) % grid);
                int line = (int) ((first + row) / grid);
                int at = Math.toIntExact(row * width);
                System.arraycopy(side(bySide, column, frequencies), 0, values, at, 2 * quarter);
                System.arraycopy(side(bySide, line, frequencies), 0, values, at + 2 * quarter, 2 * quarter);
            }
            return Tensor.of(values, rows, width);
        }

        private float[] side(float[][] known, int position, double[] frequencies) {
            if (known[position] == null) {
                float[] half = new float[2 * frequencies.length];
                for (int j = 0; j < frequencies.length; j++) {
                    half[j] = (float) Math.sin(position / scale * frequencies[j]);
                    half[frequencies.length + j] = (float) Math.cos(position / scale * frequencies[j]);
                }
                known[position] = half;
            }
            return known[position];
        }
    }
}
