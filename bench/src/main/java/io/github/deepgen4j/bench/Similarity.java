// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.image.Image;

/**
 * Two images of one size, compared.
 *
 * @param psnr peak signal-to-noise ratio in dB over all bytes; infinite for equal images
 * @param ssim structural similarity, -1..1, 1 for equal images: the mean over channels and all whole windows, with the
 *     Gaussian window of 11 pixels and sigma 1.5 and the constants of Wang et al., 2004, "Image Quality Assessment:
 *     From Error Visibility to Structural Similarity"; as {@code skimage.metrics.structural_similarity} with
 *     {@code gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255}
 */
public record Similarity(double psnr, double ssim) {
    private static final double PEAK = 255;
    private static final double C1 = Math.pow(0.01 * PEAK, 2);
    private static final double C2 = Math.pow(0.03 * PEAK, 2);
    private static final double[] WINDOW = window(5, 1.5);

    private static double[] window(int radius, double sigma) {
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(-0.5 * Math.pow((i - radius) / sigma, 2));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /**
     * Compares two images.
     *
     * @throws IllegalArgumentException if their sizes differ, or are below the window of 11 pixels
     */
    public static Similarity of(Image a, Image b) {
        if (!a.size().equals(b.size())) {
            throw new IllegalArgumentException(
                    "expected images of one size, found %s and %s".formatted(a.size(), b.size()));
        }
        if (Math.min(a.width(), a.height()) < WINDOW.length) {
            throw new IllegalArgumentException(
                    "expected sides of at least %d pixels, found %s".formatted(WINDOW.length, a.size()));
        }
        double squares = 0;
        byte[] left = a.rgb();
        byte[] right = b.rgb();
        for (int i = 0; i < left.length; i++) {
            squares += Math.pow((left[i] & 0xff) - (right[i] & 0xff), 2);
        }
        double ssim = 0;
        for (int channel = 0; channel < 3; channel++) {
            ssim += ssim(plane(a, channel), plane(b, channel)) / 3;
        }
        return new Similarity(10 * Math.log10(PEAK * PEAK * left.length / squares), ssim);
    }

    /** Rows of columns. */
    private static double[][] plane(Image image, int channel) {
        byte[] rgb = image.rgb();
        double[][] plane = new double[image.height()][image.width()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                plane[y][x] = rgb[3 * (y * image.width() + x) + channel] & 0xff;
            }
        }
        return plane;
    }

    private static double ssim(double[][] a, double[][] b) {
        double[][] meanA = filtered(a);
        double[][] meanB = filtered(b);
        double[][] squareA = filtered(product(a, a));
        double[][] squareB = filtered(product(b, b));
        double[][] both = filtered(product(a, b));
        double sum = 0;
        for (int y = 0; y < both.length; y++) {
            for (int x = 0; x < both[y].length; x++) {
                double ma = meanA[y][x];
                double mb = meanB[y][x];
                double varianceA = squareA[y][x] - ma * ma;
                double varianceB = squareB[y][x] - mb * mb;
                double covariance = both[y][x] - ma * mb;
                sum += (2 * ma * mb + C1)
                        * (2 * covariance + C2)
                        / ((ma * ma + mb * mb + C1) * (varianceA + varianceB + C2));
            }
        }
        return sum / (both.length * both[0].length);
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][a[0].length];
        for (int y = 0; y < a.length; y++) {
            for (int x = 0; x < a[0].length; x++) {
                product[y][x] = a[y][x] * b[y][x];
            }
        }
        return product;
    }

    /** Means under the window where it lies wholly inside. */
    private static double[][] filtered(double[][] plane) {
        return transposed(alongRows(transposed(alongRows(plane))));
    }

    private static double[][] alongRows(double[][] plane) {
        double[][] means = new double[plane.length][plane[0].length - WINDOW.length + 1];
        for (int y = 0; y < means.length; y++) {
            for (int x = 0; x < means[y].length; x++) {
                for (int i = 0; i < WINDOW.length; i++) {
                    means[y][x] += WINDOW[i] * plane[y][x + i];
                }
            }
        }
        return means;
    }

    private static double[][] transposed(double[][] plane) {
        double[][] turned = new double[plane[0].length][plane.length];
        for (int y = 0; y < plane.length; y++) {
            for (int x = 0; x < plane[0].length; x++) {
                turned[x][y] = plane[y][x];
            }
        }
        return turned;
    }
}
