// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.pad;

import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The image stream of a batch: in each row the tokens of its target, then those of its references, right-padded with
 * zeros to the longest row (spec/model.md section 6.2). Nothing but the place tells a reference from the target.
 *
 * @param tokens (B, N, D)
 * @param counts tokens of each row that are no pads
 * @param grids tokens of each row's target, h rows of w
 */
record ImageTokens(Tensor tokens, long[] counts, List<Grid> grids) {
    /** A rectangle of tokens. */
    record Grid(long rows, long columns) {
        long tokens() {
            return rows * columns;
        }
    }

    /** @param targets (h * w, D) of each row */
    static ImageTokens pack(List<Tensor> targets, List<Grid> grids, ReferenceTokens references) {
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            List<Tensor> row = new ArrayList<>(List.of(targets.get(i)));
            row.addAll(references.rows().get(i));
            rows.add(row.size() == 1 ? row.getFirst() : Tensor.cat(0, row)); // (tokens of the row, D)
        }
        long[] counts = rows.stream().mapToLong(row -> row.size(0)).toArray();
        long longest = rows.stream().mapToLong(row -> row.size(0)).max().orElseThrow();
        List<Tensor> padded = rows.stream()
                .map(row -> row.size(0) == longest ? row : pad(row, 0, 0, 0, longest - row.size(0)))
                .toList();
        return new ImageTokens(Tensor.stack(0, padded), counts, grids);
    }

    /** Masks of attention over these tokens, then {@code contextTokens} others without pads. */
    Masks masks(long contextTokens) {
        return Masks.of(counts, tokens.size(1), contextTokens);
    }

    /** Tokens of the largest target, with which every row begins. */
    long targets() {
        return grids.stream().mapToLong(Grid::tokens).max().orElseThrow();
    }

    /** Values of the first {@link #targets} tokens (B, targets, V) -> those of each row's own target (1, h * w, V) */
    List<Tensor> unpack(Tensor values) {
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < grids.size(); i++) {
            rows.add(values.narrow(0, i, 1).narrow(1, 0, grids.get(i).tokens()));
        }
        return rows;
    }
}
