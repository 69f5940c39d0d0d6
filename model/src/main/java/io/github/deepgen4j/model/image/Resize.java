// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

/**
 * Resizing with the bytes of Pillow up to version 12.2 (spec/model.md section 3.1): weights rounded to integers of 22
 * fractional bits, rows first with the result rounded to bytes, then columns. A side that does not change is not
 * filtered.
 */
public final class Resize {
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << FRACTION_BITS - 1;

    private Resize() {}

    /** @throws ImageException if {@code target} has more than {@link Image#MAX_PIXELS} pixels */
    public static Image resize(Image image, Size target, Filter filter) {
        if (target.pixels() > Image.MAX_PIXELS) {
            throw new ImageException("resize of %s to %s: expected at most %d pixels, found %d"
                    .formatted(image.size(), target, Image.MAX_PIXELS, target.pixels()));
        }
        Image wide = target.width() == image.width() ? image : resizeRows(image, target.width(), filter);
        return target.height() == wide.height() ? wide : resizeColumns(wide, target.height(), filter);
    }

    private static Image resizeRows(Image image, int width, Filter filter) {
        byte[] source = image.bytes();
        byte[] result = new byte[3 * width * image.height()];
        Taps[] taps = Taps.of(image.width(), width, filter);
        int n = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = 3 * y * image.width();
            for (Taps at : taps) {
                for (int channel = 0; channel < 3; channel++) {
                    result[n++] = at.sum(source, row + channel, 3);
                }
            }
        }
        return Image.owning(width, image.height(), result);
    }

    private static Image resizeColumns(Image image, int height, Filter filter) {
        byte[] source = image.bytes();
        int stride = 3 * image.width();
        byte[] result = new byte[stride * height];
        int n = 0;
        for (Taps at : Taps.of(image.height(), height, filter)) {
            for (int column = 0; column < stride; column++) {
                result[n++] = at.sum(source, column, stride);
            }
        }
        return Image.owning(image.width(), height, result);
    }

    /** The share that one output pixel takes of the source pixels {@code first, first + 1, ...}. */
    private record Taps(int first, int[] weights) {
        static Taps[] of(int source, int target, Filter filter) {
            double scale = (double) source / target;
            double stretch = Math.max(scale, 1); // shrinking widens the kernel
            Taps[] taps = new Taps[target];
            for (int i = 0; i < target; i++) {
                double center = (i + 0.5) * scale;
                double support = filter.support() * stretch;
                int first = Math.max(0, (int) (center - support + 0.5));
                int end = Math.min(source, (int) (center + support + 0.5));
                taps[i] = new Taps(first, weights(first, end, center, 1 / stretch, filter));
            }
            return taps;
        }

        private static int[] weights(int first, int end, double center, double inverseStretch, Filter filter) {
            double[] exact = new double[end - first];
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                exact[i] = filter.weight((i + first - center + 0.5) * inverseStretch);
                sum += exact[i];
            }
            int[] weights = new int[exact.length];
            for (int i = 0; i < exact.length; i++) {
                double scaled = exact[i] / sum * (1 << FRACTION_BITS);
                weights[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5); // half away from zero
            }
            return weights;
        }

        /** The byte for the source values at {@code offset + step * (first + i)}. */
        byte sum(byte[] source, int offset, int step) {
            int sum = HALF;
            int at = offset + step * first;
            for (int weight : weights) {
                sum += weight * (source[at] & 255);
                at += step;
            }
            return (byte) Math.clamp(sum >> FRACTION_BITS, 0, 255);
        }
    }
}
