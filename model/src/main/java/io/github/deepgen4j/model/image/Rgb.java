// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * Decoded samples to 8-bit RGB as Pillow's {@code convert("RGB")} does it: stored values count, colour profiles do not;
 * alpha is dropped, grey is repeated.
 */
final class Rgb {
    private Rgb() {}

    static Image of(BufferedImage image) {
        return of(image, Integer.MAX_VALUE);
    }

    /** @param paletteSize colours that the file gives; decoders may have made up more */
    static Image of(BufferedImage image, int paletteSize) {
        Raster raster = image.getRaster();
        byte[] rgb = image.getColorModel() instanceof IndexColorModel palette
                ? fromPalette(raster, palette, paletteSize)
                : fromSamples(raster);
        return Image.owning(raster.getWidth(), raster.getHeight(), rgb);
    }

    private static byte[] fromPalette(Raster raster, IndexColorModel palette, int size) {
        int[] colours = new int[1 << palette.getPixelSize()]; // numbers beyond the palette are black
        palette.getRGBs(colours);
        Arrays.fill(colours, Math.min(size, colours.length), colours.length, 0);
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int[] row = new int[width];
        int n = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                rgb[n++] = (byte) (colours[index] >> 16);
                rgb[n++] = (byte) (colours[index] >> 8);
                rgb[n++] = (byte) colours[index];
            }
        }
        return rgb;
    }

    /** Bands are grey, grey and alpha, RGB, or RGB and alpha. */
    private static byte[] fromSamples(Raster raster) {
        int bands = raster.getNumBands();
        int[] bits = raster.getSampleModel().getSampleSize();
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int[] row = new int[bands * width];
        int n = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int band = bands < 3 ? 0 : channel;
                    rgb[n++] = toByte(row[bands * x + band], bits[band]);
                }
            }
        }
        return rgb;
    }

    /** Wider samples lose their low bits, narrower ones are stretched to 0..255. */
    private static byte toByte(int sample, int bits) {
        return (byte) (bits > 8 ? sample >> bits - 8 : sample * 255 / ((1 << bits) - 1));
    }
}
