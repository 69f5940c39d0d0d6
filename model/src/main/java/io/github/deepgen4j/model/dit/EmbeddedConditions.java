// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Tensor;

/**
 * Conditions as the blocks take them: the sequence in the transformer's width, once for all steps of an image.
 *
 * @param context (B, T, D), the context stream
 * @param pooled (B, pooled width), as given; it is projected together with the time of each step
 */
public record EmbeddedConditions(Tensor context, Tensor pooled) {
    /** One row as {@code count} equal ones (a view); {@code count} rows stay as they are. */
    public EmbeddedConditions expand(int count) {
        if (context.size(0) == count) {
            return this;
        }
        return new EmbeddedConditions(
                context.expand(count, context.size(1), context.size(2)), pooled.expand(count, pooled.size(1)));
    }

    /** These rows, then those of {@code other}. */
    public EmbeddedConditions followedBy(EmbeddedConditions other) {
        return new EmbeddedConditions(Tensor.cat(0, context, other.context), Tensor.cat(0, pooled, other.pooled));
    }
}
