// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;
import java.util.Arrays;

/** A canonical prefix code (RFC 9649 section 3.7.2.1). */
final class PrefixCode {
    private static final int MAX_LENGTH = 15;
    private static final int ROOT_BITS = 8;
    static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int[] REPEAT_BITS = {2, 3, 7};
    private static final int[] REPEAT_OFFSET = {3, 3, 11};
    private static final int REPEAT_LAST = 16;
    private static final int FIRST_LAST = 8; // the length before the first one

    private final int[] count = new int[MAX_LENGTH + 1]; // of symbols, by length
    private final int[] symbols; // by length, then value
    private final int[] root; // symbol << 4 | length for short codes, 0 for longer ones; empty if there is one symbol

    /** @throws IOException if the lengths leave codes open or use some twice */
    PrefixCode(int[] lengths) throws IOException {
        for (int length : lengths) {
            count[length]++;
        }
        int used = lengths.length - count[0];
        count[0] = 0;
        int open = 1;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            open = 2 * open - count[length];
            if (open < 0) {
                throw new IOException("a prefix code is damaged");
            }
        }
        if (used == 0 || used > 1 && open != 0) {
            throw new IOException("a prefix code is damaged");
        }
        symbols = sorted(lengths, used);
        root = new int[used == 1 ? 0 : 1 << ROOT_BITS];
        if (used == 1) { // takes no bits, whatever its length
            Arrays.fill(count, 0);
            count[0] = 1;
        } else {
            fillRoot();
        }
    }

    private int[] sorted(int[] lengths, int used) {
        int[] next = new int[MAX_LENGTH + 2];
        for (int length = 1; length <= MAX_LENGTH; length++) {
            next[length + 1] = next[length] + count[length];
        }
        int[] result = new int[used];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                result[next[lengths[symbol]]++] = symbol;
            }
        }
        return result;
    }

    private void fillRoot() {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= ROOT_BITS; length++) {
            for (int i = 0; i < count[length]; i++) {
                int reversed = Integer.reverse(code++) >>> 32 - length;
                for (int at = reversed; at < root.length; at += 1 << length) {
                    root[at] = symbols[index] << 4 | length;
                }
                index++;
            }
            code <<= 1;
        }
    }

    int read(BitReader in) {
        if (count[0] == 1) {
            return symbols[0];
        }
        int bits = in.peek(MAX_LENGTH);
        int entry = root[bits & root.length - 1];
        if (entry != 0) {
            in.skip(entry & 15);
            return entry >> 4;
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code = code << 1 | bits & 1;
            bits >>= 1;
            if (code - first < count[length]) {
                in.skip(length);
                return symbols[index + code - first];
            }
            index += count[length];
            first = first + count[length] << 1;
        }
        throw new IllegalStateException("a complete code has every sequence of bits");
    }

    /** Reads a code for the symbols 0 to {@code size - 1}. */
    static PrefixCode of(BitReader in, int size) throws IOException {
        int[] lengths = new int[size];
        if (in.flag()) {
            boolean two = in.flag();
            mark(lengths, in.read(in.flag() ? 8 : 1));
            if (two) {
                mark(lengths, in.read(8));
            }
        } else {
            readLengths(in, lengths);
        }
        in.requireWithinData();
        return new PrefixCode(lengths);
    }

    private static void mark(int[] lengths, int symbol) {
        if (symbol < lengths.length) { // others lead to an empty code
            lengths[symbol] = 1;
        }
    }

    private static void readLengths(BitReader in, int[] lengths) throws IOException {
        int[] own = new int[ORDER.length];
        int stored = 4 + in.read(4);
        for (int i = 0; i < stored; i++) {
            own[ORDER[i]] = in.read(3);
        }
        in.requireWithinData();
        var code = new PrefixCode(own);
        int left = in.flag() ? 2 + in.read(2 + 2 * in.read(3)) : lengths.length;
        if (left > lengths.length) {
            throw new IOException("a prefix code has more lengths than symbols");
        }
        int last = FIRST_LAST;
        for (int symbol = 0; symbol < lengths.length && left > 0; left--) {
            in.requireWithinData();
            int length = code.read(in);
            if (length < REPEAT_LAST) {
                lengths[symbol++] = length;
                last = length == 0 ? last : length;
                continue;
            }
            int kind = length - REPEAT_LAST;
            int times = REPEAT_OFFSET[kind] + in.read(REPEAT_BITS[kind]);
            if (times > lengths.length - symbol) {
                throw new IOException("a prefix code has more lengths than symbols");
            }
            Arrays.fill(lengths, symbol, symbol + times, length == REPEAT_LAST ? last : 0);
            symbol += times;
        }
    }
}
