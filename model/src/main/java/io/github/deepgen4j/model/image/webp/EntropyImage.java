// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;
import java.util.BitSet;

/** Pixels as literals, copies and entries of a cache of colours, in prefix codes (RFC 9649 sections 3.6 and 3.7). */
final class EntropyImage {
    static final int LITERALS = 256;
    static final int LENGTHS = 24;
    static final int DISTANCES = 40;
    private static final int MAX_CACHE_BITS = 11;
    private static final int HASH = 0x1e35a7bd;
    static final int NEAR = 120;

    /** Offsets of near pixels, by code: rows up in the upper four bits, 8 less columns to the left in the others. */
    private static final int[] PLACES = {
        0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b,
        0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45,
        0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d,
        0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e,
        0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b,
        0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d,
        0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70
    };

    /** Codes of one region, in the order in which a pixel is read: green with lengths and cache, red, blue, alpha. */
    private record Codes(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {
        static Codes read(BitReader in, int cache) throws IOException {
            return new Codes(
                    PrefixCode.of(in, LITERALS + LENGTHS + cache),
                    PrefixCode.of(in, LITERALS),
                    PrefixCode.of(in, LITERALS),
                    PrefixCode.of(in, LITERALS),
                    PrefixCode.of(in, DISTANCES));
        }
    }

    private final BitReader in;
    private final int width;
    private final int height;
    private int cacheBits;
    private int[] cache;

    EntropyImage(BitReader in, int width, int height) {
        this.in = in;
        this.width = width;
        this.height = height;
    }

    /** @param main whether it is the image itself, the regions of which may have different codes */
    int[] read(boolean main) throws IOException {
        int cacheSize = 0;
        if (in.flag()) {
            cacheBits = in.read(4);
            if (cacheBits < 1 || cacheBits > MAX_CACHE_BITS) {
                throw new IOException("the cache of colours has a wrong size");
            }
            cacheSize = 1 << cacheBits;
        }
        cache = new int[cacheSize];
        Blocks regions = main && in.flag() ? Blocks.read(in, width, height) : null;
        in.requireWithinData();
        Codes[] codes = readCodes(regions, cacheSize);
        int[] pixels = new int[Math.multiplyExact(width, height)];
        int at = 0;
        Codes here = codes[0];
        while (at < pixels.length) {
            if (regions != null) {
                here = codes[number(regions.at(at % width, at / width))];
            }
            int green = here.green.read(in);
            if (green < LITERALS) {
                keep(
                        pixels,
                        at++,
                        green << 8 | here.red.read(in) << 16 | here.blue.read(in) | here.alpha.read(in) << 24);
            } else if (green < LITERALS + LENGTHS) {
                int length = extended(green - LITERALS);
                int distance = distance(extended(here.distance.read(in)), width);
                in.requireWithinData();
                if (distance > at || length > pixels.length - at) {
                    throw new IOException("a copy reaches out of the image");
                }
                for (int end = at + length; at < end; at++) {
                    keep(pixels, at, pixels[at - distance]);
                }
            } else {
                keep(pixels, at++, cache[green - LITERALS - LENGTHS]);
            }
            in.requireWithinData();
        }
        return pixels;
    }

    private static int number(int region) {
        return region >> 8 & 0xffff;
    }

    /** The codes by the numbers of regions; numbers that no region has are read, too, but not kept. */
    private Codes[] readCodes(Blocks regions, int cacheSize) throws IOException {
        var used = new BitSet();
        used.set(0);
        if (regions != null) {
            used.clear();
            for (int region : regions.values()) {
                used.set(number(region));
            }
        }
        var codes = new Codes[used.length()];
        for (int i = 0; i < codes.length; i++) {
            Codes read = Codes.read(in, cacheSize);
            codes[i] = used.get(i) ? read : null;
        }
        return codes;
    }

    private void keep(int[] pixels, int at, int pixel) {
        pixels[at] = pixel;
        if (cacheBits > 0) {
            cache[HASH * pixel >>> 32 - cacheBits] = pixel;
        }
    }

    /** A length or distance: its symbol gives the upper bits, further ones follow. */
    private int extended(int symbol) {
        if (symbol < 4) {
            return symbol + 1;
        }
        int bits = symbol - 2 >> 1;
        return (2 + (symbol & 1) << bits) + in.read(bits) + 1;
    }

    /** Pixels back. */
    static int distance(int code, int width) {
        if (code > NEAR) {
            return code - NEAR;
        }
        int place = PLACES[code - 1];
        return Math.max(1, (place >> 4) * width + 8 - (place & 15));
    }
}
