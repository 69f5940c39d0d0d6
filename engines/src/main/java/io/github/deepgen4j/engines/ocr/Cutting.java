// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.ocr;

import io.github.deepgen4j.model.image.Image;

/** Cuts rectangles out of images and lays them straight. */
final class Cutting {
    /** A rectangle so much higher than wide is a line that runs from top to bottom, and is turned. */
    private static final double VERTICAL = 1.5;

    private Cutting() {}

    /** The content of a rectangle, bilinear, the image's edge repeated outside of it. */
    static Image cut(Image image, Region region) {
        Region upright = region.upright();
        int width = Math.max(1, (int) Math.round(upright.width()));
        int height = Math.max(1, (int) Math.round(upright.height()));
        double cos = Math.cos(upright.angle());
        double sin = Math.sin(upright.angle());
        byte[] source = image.rgb();
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            double across = (y + 0.5) * upright.height() / height - upright.height() / 2;
            for (int x = 0; x < width; x++) {
                double along = (x + 0.5) * upright.width() / width - upright.width() / 2;
                sample(
                        source,
                        image,
                        upright.x() + along * cos - across * sin,
                        upright.y() + along * sin + across * cos,
                        rgb,
                        3 * (y * width + x));
            }
        }
        Image cut = Image.of(width, height, rgb);
        return height >= VERTICAL * width ? quarterTurned(cut) : cut;
    }

    private static void sample(byte[] source, Image image, double x, double y, byte[] rgb, int at) {
        double left = Math.clamp(x - 0.5, 0, image.width() - 1);
        double top = Math.clamp(y - 0.5, 0, image.height() - 1);
        int x0 = (int) left;
        int y0 = (int) top;
        int x1 = Math.min(image.width() - 1, x0 + 1);
        int y1 = Math.min(image.height() - 1, y0 + 1);
        double right = left - x0;
        double below = top - y0;
        for (int c = 0; c < 3; c++) {
            double upper = (1 - right) * value(source, image, x0, y0, c) + right * value(source, image, x1, y0, c);
            double lower = (1 - right) * value(source, image, x0, y1, c) + right * value(source, image, x1, y1, c);
            rgb[at + c] = (byte) Math.round((1 - below) * upper + below * lower);
        }
    }

    private static int value(byte[] source, Image image, int x, int y, int channel) {
        return source[3 * (y * image.width() + x) + channel] & 255;
    }

    /** Turned by 90 degrees to the left: what stood above is on the left. */
    private static Image quarterTurned(Image image) {
        byte[] source = image.rgb();
        byte[] rgb = new byte[source.length];
        int width = image.height();
        int height = image.width();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(source, 3 * (x * image.width() + image.width() - 1 - y), rgb, 3 * (y * width + x), 3);
            }
        }
        return Image.of(width, height, rgb);
    }

    /** Turned upside down. */
    static Image halfTurned(Image image) {
        byte[] source = image.rgb();
        byte[] rgb = new byte[source.length];
        int pixels = image.width() * image.height();
        for (int i = 0; i < pixels; i++) {
            System.arraycopy(source, 3 * (pixels - 1 - i), rgb, 3 * i, 3);
        }
        return Image.of(image.width(), image.height(), rgb);
    }
}
