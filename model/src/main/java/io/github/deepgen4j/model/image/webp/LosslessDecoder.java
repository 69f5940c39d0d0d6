// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Decodes a lossless image (RFC 9649 section 3). */
final class LosslessDecoder {
    private static final int HEADER_BYTES = 5;
    static final int SIGNATURE = 0x2f;

    private final BitReader in;

    private LosslessDecoder(BitReader in) {
        this.in = in;
    }

    /** Width and height, in pixels. */
    static int[] size(byte[] data, int start, int end) throws IOException {
        if (end - start < HEADER_BYTES || data[start] != SIGNATURE) {
            throw new IOException("the lossless image's header is damaged");
        }
        var in = new BitReader(data, start + 1, end);
        int[] size = {1 + in.read(14), 1 + in.read(14)};
        in.skip(1); // whether alpha is used
        if (in.read(3) != 0) {
            throw new IOException("the lossless image is of an unknown version");
        }
        return size;
    }

    /** Three bytes a pixel, row by row; what is transparent keeps its colour. */
    static byte[] rgb(byte[] data, int start, int end) throws IOException {
        int[] size = size(data, start, end);
        var in = new BitReader(data, start, end);
        in.read(8);
        in.read(16);
        in.read(16);
        int[] pixels = new LosslessDecoder(in).image(size[0], size[1]);
        byte[] rgb = new byte[Math.multiplyExact(3, pixels.length)];
        int n = 0;
        for (int pixel : pixels) {
            rgb[n++] = (byte) (pixel >> 16);
            rgb[n++] = (byte) (pixel >> 8);
            rgb[n++] = (byte) pixel;
        }
        return rgb;
    }

    /** Alpha, red, green, blue of each pixel. */
    private int[] image(int width, int height) throws IOException {
        Deque<LosslessTransform> transforms = new ArrayDeque<>(); // the last one first
        int stored = width; // palettes of few colours put several pixels into one
        boolean[] seen = new boolean[4];
        while (in.flag()) {
            int kind = in.read(2);
            if (seen[kind]) {
                throw new IOException("a transform comes twice");
            }
            seen[kind] = true;
            LosslessTransform transform = transform(kind, stored, height);
            stored = transform.storedWidth(stored);
            transforms.push(transform);
        }
        int[] pixels = new EntropyImage(in, stored, height).read(true);
        for (LosslessTransform transform : transforms) {
            pixels = transform.undo(pixels);
        }
        return pixels;
    }

    private LosslessTransform transform(int kind, int width, int height) throws IOException {
        return switch (kind) {
            case 0 -> new Predictor(Blocks.read(in, width, height), width);
            case 1 -> new LosslessTransform.Colour(Blocks.read(in, width, height), width);
            case 2 -> new LosslessTransform.Green();
            default -> {
                int[] differences = new EntropyImage(in, 1 + in.read(8), 1).read(false);
                yield Palette.of(differences, width);
            }
        };
    }
}
