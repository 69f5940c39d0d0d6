// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * Attention masks, needed only where the rows of a batch have image tokens in different numbers (spec/model.md section
 * 6.2, Q18): valid tokens see valid tokens, a pad token sees itself. Both are null when all rows have the same number.
 *
 * @param joint BOOL (B, 1, N+T, N+T) over image then context tokens
 * @param image BOOL (B, 1, N, N) over image tokens
 */
record Masks(Tensor joint, Tensor image) {
    static final Masks NONE = new Masks(null, null);

    /** counts: valid image tokens of each row; of {@code longest} tokens the others are pads. */
    static Masks of(long[] counts, long longest, long contextTokens) {
        boolean[] valid = new boolean[Math.toIntExact(counts.length * longest)];
        boolean padded = false;
        for (int row = 0; row < counts.length; row++) {
            for (int i = 0; i < longest; i++) {
                valid[Math.toIntExact(row * longest + i)] = i < counts[row];
            }
            padded |= counts[row] != longest;
        }
        if (!padded) {
            return NONE;
        }
        Tensor image = Tensor.of(valid, counts.length, longest);
        Tensor all = Tensor.cat(1, image, Tensor.ones(DType.BOOL, counts.length, contextTokens));
        return new Masks(pairs(all), pairs(image));
    }

    /** These masks with queries of the first {@code count} image tokens only. */
    Masks queriesOfFirst(long count) {
        return joint == null ? this : new Masks(joint.narrow(2, 0, count), image.narrow(2, 0, count));
    }

    private static Tensor pairs(Tensor valid) {
        Tensor both = valid.unsqueeze(1).unsqueeze(3).and(valid.unsqueeze(1).unsqueeze(2));
        Tensor order = Tensor.arange(valid.size(1));
        return both.or(order.unsqueeze(0).eq(order.unsqueeze(1)));
    }
}
