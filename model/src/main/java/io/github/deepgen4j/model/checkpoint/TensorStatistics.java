// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Sums over the elements of a tensor or of a part of one.
 *
 * @param count finite elements
 * @param minimum of the finite elements, positive infinity if there are none
 * @param maximum of the finite elements, negative infinity if there are none
 */
record TensorStatistics(
        long count, long nans, long infinities, double minimum, double maximum, double sum, double squares) {
    static final TensorStatistics NONE =
            new TensorStatistics(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** True if elements of a type are counted; other types have no statistics. */
    static boolean covers(DType type) {
        return type == DType.BF16 || type == DType.F16 || type == DType.F32;
    }

    /** Counts a row of elements. */
    static TensorStatistics of(MemorySegment elements, DType type) {
        Counter counter = new Counter();
        long bytes = elements.byteSize();
        switch (type) {
            case BF16 -> {
                for (long at = 0; at < bytes; at += 2) {
                    counter.add(Float.intBitsToFloat(elements.get(I16, at) << 16));
                }
            }
            case F16 -> {
                for (long at = 0; at < bytes; at += 2) {
                    counter.add(Float.float16ToFloat(elements.get(I16, at)));
                }
            }
            case F32 -> {
                for (long at = 0; at < bytes; at += 4) {
                    counter.add(elements.get(F32, at));
                }
            }
            default -> throw new IllegalArgumentException("no statistics of " + type);
        }
        return counter.statistics();
    }

    private static final class Counter {
        private long count;
        private long nans;
        private long infinities;
        private float minimum = Float.POSITIVE_INFINITY;
        private float maximum = Float.NEGATIVE_INFINITY;
        private double sum;
        private double squares;

        void add(float value) {
            if (Math.abs(value) <= Float.MAX_VALUE) {
                count++;
                minimum = value < minimum ? value : minimum;
                maximum = value > maximum ? value : maximum;
                sum += value;
                squares += (double) value * value;
            } else if (Float.isNaN(value)) {
                nans++;
            } else {
                infinities++;
            }
        }

        TensorStatistics statistics() {
            return new TensorStatistics(count, nans, infinities, minimum, maximum, sum, squares);
        }
    }

    TensorStatistics plus(TensorStatistics other) {
        return new TensorStatistics(
                count + other.count,
                nans + other.nans,
                infinities + other.infinities,
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum),
                sum + other.sum,
                squares + other.squares);
    }

    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** Root of the mean square. */
    double rms() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }

    /** True for more than one element, all finite and of one value. */
    boolean constant() {
        return count > 1 && nans == 0 && infinities == 0 && minimum == maximum;
    }
}
