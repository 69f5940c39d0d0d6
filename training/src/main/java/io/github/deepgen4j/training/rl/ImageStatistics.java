// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.image.Image;
import java.util.List;

/**
 * The looks of the images of one prompt, whatever they show.
 *
 * @param diversity mean distance of two of them, as the mean absolute difference of their bytes, 0 to 255
 * @param saturated share of bytes that are 0 or 255
 * @param grid mean absolute difference of bytes two pixels apart, over that of neighbours: about 1.5 for drawings, less
 *     than 1 where a pattern of single pixels lies over them
 */
record ImageStatistics(double diversity, double saturated, double grid) {
    static ImageStatistics of(List<Image> images) {
        List<byte[]> pixels = images.stream().map(Image::rgb).toList();
        double distance = 0;
        int pairs = 0;
        for (int i = 0; i < pixels.size(); i++) {
            for (int j = i + 1; j < pixels.size(); j++) {
                distance += distance(pixels.get(i), pixels.get(j));
                pairs++;
            }
        }
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
        return new ImageStatistics(distance / Math.max(1, pairs), saturated, near == 0 ? 1 : far / near);
    }

    private static double distance(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 255) - (b[i] & 255));
        }
        return sum / (double) a.length;
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
