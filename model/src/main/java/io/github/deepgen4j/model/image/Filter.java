// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.util.Locale;

/** Interpolation kernels of {@link Resize}, as Pillow defines them (spec/model.md section 3.1, Q11). */
public enum Filter {
    /** A triangle; the usual filter of detectors and readers of text. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },
    /** Cubic convolution with a = -0.5; the reference's filter. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
        }
    },
    /** A sinc cut off by a wider sinc. */
    LANCZOS(3) {
        @Override
        double weight(double distance) {
            return -3 <= distance && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
        }
    };

    private static final double CUBIC = -0.5;

    private final double support;

    Filter(double support) {
        this.support = support;
    }

    /** Distance, in source pixels, from which on the weight is 0. */
    double support() {
        return support;
    }

    abstract double weight(double distance);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }

    /** The name as the command line gives it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
