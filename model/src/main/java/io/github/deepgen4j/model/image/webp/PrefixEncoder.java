// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** The writing side of {@link PrefixCode}: a canonical prefix code that is short for frequent symbols. */
final class PrefixEncoder {
    private static final int MAX_LENGTH = 15;
    private static final int MAX_LENGTH_OF_LENGTHS = 7;
    private static final int BYTE = 256;

    private final int[] lengths;
    private final int[] codes; // lowest bit first
    private final int used;

    /** @param counts of each symbol */
    PrefixEncoder(int[] counts) {
        this(counts, MAX_LENGTH);
    }

    private PrefixEncoder(int[] counts, int longest) {
        this.lengths = lengths(counts, longest);
        this.used = (int) IntStream.of(lengths).filter(length -> length > 0).count();
        this.codes = codes(lengths);
    }

    /** Appends a symbol; the only one of a code takes no bits. */
    void write(BitWriter out, int symbol) {
        if (used > 1) {
            out.write(codes[symbol], lengths[symbol]);
        }
    }

    // ---- the code ----

    private record Node(long count, int order, int symbol, Node left, Node right) {}

    /** Lengths by Huffman's algorithm; where one is too long, rare symbols are taken as less rare until none is. */
    private static int[] lengths(int[] counts, int longest) {
        for (int least = 1; ; least *= 2) {
            int[] lengths = new int[counts.length];
            if (depth(tree(counts, least), 0, lengths) <= longest) {
                return lengths;
            }
        }
    }

    /** Nodes of one count go by their age: the same counts give the same code. */
    private static Node tree(int[] counts, int least) {
        var nodes = new PriorityQueue<>(Comparator.comparingLong(Node::count).thenComparingInt(Node::order));
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                nodes.add(new Node(Math.max(counts[symbol], least), symbol, symbol, null, null));
            }
        }
        for (int order = counts.length; nodes.size() > 1; order++) {
            Node left = nodes.remove();
            Node right = nodes.remove();
            nodes.add(new Node(left.count + right.count, order, -1, left, right));
        }
        return nodes.poll();
    }

    private static int depth(Node node, int depth, int[] lengths) {
        if (node == null) {
            return 0;
        }
        if (node.left == null) {
            lengths[node.symbol] = Math.max(1, depth);
            return depth;
        }
        return Math.max(depth(node.left, depth + 1, lengths), depth(node.right, depth + 1, lengths));
    }

    private static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code <<= 1;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(code++) >>> 32 - length;
                }
            }
        }
        return codes;
    }

    // ---- its description (RFC 9649 section 3.7.2.1) ----

    void describe(BitWriter out) {
        int[] symbols = IntStream.range(0, lengths.length)
                .filter(symbol -> lengths[symbol] > 0)
                .toArray();
        if (symbols.length <= 2 && IntStream.of(symbols).allMatch(symbol -> symbol < BYTE)) {
            out.flag(true);
            out.flag(symbols.length == 2);
            int first = symbols.length == 0 ? 0 : symbols[0];
            out.flag(first > 1);
            out.write(first, first > 1 ? 8 : 1);
            if (symbols.length == 2) {
                out.write(symbols[1], 8);
            }
        } else {
            out.flag(false);
            describeLengths(out);
        }
    }

    private void describeLengths(BitWriter out) {
        List<Token> tokens = tokens(lengths);
        int[] counts = new int[PrefixCode.ORDER.length];
        tokens.forEach(token -> counts[token.symbol]++);
        var code = new PrefixEncoder(counts, MAX_LENGTH_OF_LENGTHS);
        int stored = counts.length;
        while (stored > 4 && code.lengths[PrefixCode.ORDER[stored - 1]] == 0) {
            stored--;
        }
        out.write(stored - 4, 4);
        for (int i = 0; i < stored; i++) {
            out.write(code.lengths[PrefixCode.ORDER[i]], 3);
        }
        out.flag(false); // lengths of all symbols follow
        for (Token token : tokens) {
            code.write(out, token.symbol);
            out.write(token.extra, token.bits);
        }
    }

    /** A length, or a repetition: 16 of the last one 3 to 6 times, 17 of zero 3 to 10 times, 18 of zero 11 to 138. */
    private record Token(int symbol, int extra, int bits) {}

    private static List<Token> tokens(int[] lengths) {
        List<Token> tokens = new ArrayList<>();
        int last = -1; // a repetition needs a length before it
        for (int at = 0; at < lengths.length; ) {
            int length = lengths[at];
            int run = 1;
            while (at + run < lengths.length && lengths[at + run] == length) {
                run++;
            }
            at += run;
            if (length > 0 && length != last) {
                tokens.add(new Token(length, 0, 0));
                last = length;
                run--;
            }
            while (run > 0) {
                Token token = token(length, run);
                tokens.add(token);
                run -= token.bits == 0 ? 1 : token.extra + (token.symbol == 18 ? 11 : 3);
            }
        }
        return tokens;
    }

    private static Token token(int length, int run) {
        if (run < 3) {
            return new Token(length, 0, 0);
        }
        if (length > 0) {
            return new Token(16, Math.min(run, 6) - 3, 2);
        }
        return run < 11 ? new Token(17, run - 3, 3) : new Token(18, Math.min(run, 138) - 11, 7);
    }
}
