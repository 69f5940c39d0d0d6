// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import io.github.deepgen4j.model.image.webp.Copies.Copy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The writing side of {@link EntropyImage}: literals and copies in one set of prefix codes, without a colour cache. */
final class EntropyWriter {
    private final BitWriter out;
    private final int[] pixels;
    private final Map<Integer, Integer> near = new HashMap<>(); // codes by distance
    private final int[] green = new int[EntropyImage.LITERALS + EntropyImage.LENGTHS];
    private final int[] red = new int[EntropyImage.LITERALS];
    private final int[] blue = new int[EntropyImage.LITERALS];
    private final int[] alpha = new int[EntropyImage.LITERALS];
    private final int[] distances = new int[EntropyImage.DISTANCES];

    private EntropyWriter(BitWriter out, int[] pixels, int width) {
        this.out = out;
        this.pixels = pixels;
        for (int code = EntropyImage.NEAR; code > 0; code--) {
            near.put(EntropyImage.distance(code, width), code);
        }
    }

    /**
     * Appends an image.
     *
     * @param main true for the image itself, the regions of which could have codes of their own
     */
    static void write(BitWriter out, int[] pixels, int width, boolean main) {
        out.flag(false); // no cache of colours
        if (main) {
            out.flag(false); // one region
        }
        new EntropyWriter(out, pixels, width).write();
    }

    /** A value as {@link EntropyImage} extends it: a symbol and further bits. */
    private record Extended(int symbol, int extra, int bits) {
        static Extended of(int value) {
            int rest = value - 1;
            if (rest < 4) {
                return new Extended(rest, 0, 0);
            }
            int bits = 30 - Integer.numberOfLeadingZeros(rest); // below the two that the symbol tells
            return new Extended(2 * (bits + 1) + (rest >> bits & 1), rest & (1 << bits) - 1, bits);
        }
    }

    private record Piece(int at, Copy copy) {}

    private void write() {
        List<Piece> pieces = pieces();
        pieces.forEach(this::count);
        var greens = new PrefixEncoder(green);
        var reds = new PrefixEncoder(red);
        var blues = new PrefixEncoder(blue);
        var alphas = new PrefixEncoder(alpha);
        var places = new PrefixEncoder(distances);
        List.of(greens, reds, blues, alphas, places).forEach(code -> code.describe(out));
        for (Piece piece : pieces) {
            if (piece.copy.length() == 0) {
                int pixel = pixels[piece.at];
                greens.write(out, pixel >> 8 & 255);
                reds.write(out, pixel >> 16 & 255);
                blues.write(out, pixel & 255);
                alphas.write(out, pixel >>> 24);
            } else {
                Extended length = Extended.of(piece.copy.length());
                greens.write(out, EntropyImage.LITERALS + length.symbol);
                out.write(length.extra, length.bits);
                Extended distance = distance(piece.copy);
                places.write(out, distance.symbol);
                out.write(distance.extra, distance.bits);
            }
        }
    }

    private List<Piece> pieces() {
        var copies = new Copies(pixels);
        List<Piece> pieces = new ArrayList<>();
        for (int at = 0; at < pixels.length; ) {
            Copy copy = copies.at(at);
            pieces.add(new Piece(at, copy));
            at += Math.max(1, copy.length());
        }
        return pieces;
    }

    private void count(Piece piece) {
        if (piece.copy.length() == 0) {
            int pixel = pixels[piece.at];
            green[pixel >> 8 & 255]++;
            red[pixel >> 16 & 255]++;
            blue[pixel & 255]++;
            alpha[pixel >>> 24]++;
        } else {
            green[EntropyImage.LITERALS + Extended.of(piece.copy.length()).symbol]++;
            distances[distance(piece.copy).symbol]++;
        }
    }

    private Extended distance(Copy copy) {
        Integer code = near.get(copy.distance());
        return Extended.of(code == null ? copy.distance() + EntropyImage.NEAR : code);
    }
}
