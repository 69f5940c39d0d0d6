// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

/** A reference image as the language model sees it: rows and columns of merged vision cells, one token each. */
public record MergedGrid(int rows, int columns) {
    public int cells() {
        return rows * columns;
    }
}
