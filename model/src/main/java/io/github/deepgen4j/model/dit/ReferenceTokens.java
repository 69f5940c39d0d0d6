// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Embedded reference latents, one tensor (tokens of all its references, D) a row, or null for a row without. They do
 * not change over the denoising steps and are embedded once; they belong to the scope they were made in.
 */
public record ReferenceTokens(List<Tensor> rows) {
    /** No references for {@code count} rows. */
    public static ReferenceTokens none(int count) {
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(null);
        }
        return new ReferenceTokens(rows);
    }

    /** The same rows once more behind these, for the two halves of guidance (Q5, Q23). */
    public ReferenceTokens twice() {
        List<Tensor> both = new ArrayList<>(rows);
        both.addAll(rows);
        return new ReferenceTokens(both);
    }

    /** True when all rows have references, of equally many tokens: no mask is needed. */
    boolean alike() {
        Tensor first = rows.getFirst();
        return first != null && rows.stream().allMatch(row -> row != null && row.size(0) == first.size(0));
    }

    boolean absent() {
        return rows.stream().allMatch(row -> row == null);
    }
}
