// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/**
 * The looks of the images of one prompt, whatever they show.
 *
 * @param diversity mean distance of two of them, in the unit of its {@link Diversity}; NaN where it is not known
 * @param saturated share of bytes that are 0 or 255
 * @param grid mean absolute difference of bytes two pixels apart, over that of neighbours: about 1.5 for drawings, less
 *     than 1 where a pattern of single pixels lies over them
 */
record ImageStatistics(double diversity, double saturated, double grid) {
    static ImageStatistics of(List<Image> images, double diversity) {
        List<byte[]> pixels = images.stream().map(Image::rgb).toList();
        double saturated = pixels.stream()
                .mapToDouble(ImageStatistics::saturated)
                .average()
                .orElse(0);
        double near = 0;
        double far = 0;
        for (Image image : images) {
            near += difference(image, 1);
            far += difference(image, 2);
        }
        return new ImageStatistics(diversity, saturated, near == 0 ? 1 : far / near);
    }

    private static double saturated(byte[] pixels) {
        int count = 0;
        for (byte value : pixels) {
            count += value == 0 || value == -1 ? 1 : 0;
        }
        return count / (double) pixels.length;
    }

    /** Mean absolute difference of bytes of a row that are some pixels apart. */
    private static double difference(Image image, int apart) {
        byte[] pixels = image.rgb();
        int row = 3 * image.width();
        long sum = 0;
        long count = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x + 3 * apart < row; x++) {
                sum += Math.abs((pixels[y * row + x] & 255) - (pixels[y * row + x + 3 * apart] & 255));
                count++;
            }
        }
        return sum / (double) Math.max(1, count);
    }
}
