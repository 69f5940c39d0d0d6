// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

/** A change that the encoder made to the pixels so that they compress better (RFC 9649 section 3.5). */
sealed interface LosslessTransform permits Predictor, Palette, LosslessTransform.Colour, LosslessTransform.Green {

    /** The pixels before the encoder's transform; may be the given array, changed. */
    int[] undo(int[] pixels);

    /** The width of the image that is stored for one of this width. */
    default int storedWidth(int width) {
        return width;
    }

    /** Green was subtracted from red and blue. */
    record Green() implements LosslessTransform {
        @Override
        public int[] undo(int[] pixels) {
            for (int i = 0; i < pixels.length; i++) {
                int green = pixels[i] >> 8 & 255;
                pixels[i] = Predictor.sum(pixels[i], green << 16 | green);
            }
            return pixels;
        }
    }

    /**
     * Parts of green and red were subtracted from red and blue.
     *
     * @param factors of green in red, green in blue, red in blue, from the lowest byte on
     */
    record Colour(Blocks factors, int width) implements LosslessTransform {
        @Override
        public int[] undo(int[] pixels) {
            for (int i = 0; i < pixels.length; i++) {
                int factor = factors.at(i % width, i / width);
                int pixel = pixels[i];
                int green = pixel >> 8;
                int red = (pixel >> 16) + part(factor, green) & 255;
                int blue = pixel + part(factor >> 8, green) + part(factor >> 16, red) & 255;
                pixels[i] = pixel & 0xff00ff00 | red << 16 | blue;
            }
            return pixels;
        }

        private static int part(int factor, int channel) {
            return (byte) factor * (byte) channel >> 5;
        }
    }
}
