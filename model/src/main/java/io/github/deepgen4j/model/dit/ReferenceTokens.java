// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Embedded reference latents, which do not change over the denoising steps; they belong to the scope they were made in.
 *
 * @param rows for each row of the batch the tokens (h * w, D) of each of its references
 */
public record ReferenceTokens(List<List<Tensor>> rows) {
    /** No references for {@code count} rows. */
    public static ReferenceTokens none(int count) {
        return new ReferenceTokens(Collections.nCopies(count, List.of()));
    }

    /** True if no row has a reference. */
    public boolean isEmpty() {
        return rows.stream().allMatch(List::isEmpty);
    }

    /** True if all rows have as many tokens, so that none is padded. */
    public boolean even() {
        return rows.stream()
                        .map(row ->
                                row.stream().mapToLong(tokens -> tokens.size(0)).sum())
                        .distinct()
                        .count()
                <= 1;
    }

    /** These rows, then once more, for the two halves of guidance (Q5, Q23). */
    public ReferenceTokens twice() {
        return new ReferenceTokens(Stream.concat(rows.stream(), rows.stream()).toList());
    }
}
