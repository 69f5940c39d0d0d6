// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Whole pages of a file that repeat one word of eight bytes: what a failed write or a hole in a copied file leaves.
 * File systems lose whole pages, at positions that are multiples of the page size.
 *
 * @param begin position in the file
 * @param end position after the last byte
 * @param word the eight bytes
 */
record ConstantRun(long begin, long end, long word) {
    static final int PAGE = 4096;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    /**
     * The constant pages within a part of a file.
     *
     * @param position of the part in its file
     */
    static List<ConstantRun> find(MemorySegment part, long position) {
        List<ConstantRun> runs = new ArrayList<>();
        long end = position + part.byteSize();
        for (long page = (position + PAGE - 1) / PAGE * PAGE; page + PAGE <= end; page += PAGE) {
            long word = part.get(WORD, page - position);
            if (repeats(part, page - position, word)) {
                runs.add(new ConstantRun(page, page + PAGE, word));
            }
        }
        return joined(runs, 0);
    }

    private static boolean repeats(MemorySegment part, long from, long word) {
        for (long at = from + Long.BYTES; at < from + PAGE; at += Long.BYTES) {
            if (part.get(WORD, at) != word) {
                return false;
            }
        }
        return true;
    }

    /**
     * These pages in fewer runs, in the order of the file.
     *
     * @param gap the most bytes between two runs of the same word that become one
     */
    static List<ConstantRun> joined(List<ConstantRun> runs, long gap) {
        List<ConstantRun> joined = new ArrayList<>();
        for (ConstantRun run : runs.stream()
                .sorted(Comparator.comparingLong(ConstantRun::begin))
                .toList()) {
            ConstantRun last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && run.begin - last.end <= gap && last.word == run.word) {
                joined.set(joined.size() - 1, new ConstantRun(last.begin, run.end, run.word));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }

    String content() {
        return word == 0
                ? "zeros"
                : "repetitions of the bytes " + HexFormat.of().toHexDigits(Long.reverseBytes(word));
    }
}
