// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The conditions under which the diffusion transformer denoises: what the connector makes of a prompt and its
 * references.
 *
 * @param sequence (B, S, joint width), one entry a position, pads included
 * @param pooled (B, pooled width)
 */
public record Conditions(Tensor sequence, Tensor pooled) {
    /** Rows {@code start .. start+count-1} (views). */
    public Conditions rows(long start, long count) {
        return new Conditions(sequence.narrow(0, start, count), pooled.narrow(0, start, count));
    }

    /** These rows, then those of {@code other}. */
    public Conditions followedBy(Conditions other) {
        return new Conditions(Tensor.cat(0, sequence, other.sequence), Tensor.cat(0, pooled, other.pooled));
    }

    /** Both tensors in another element type. */
    public Conditions to(DType type) {
        return new Conditions(sequence.to(type), pooled.to(type));
    }

    /** Moves both tensors one scope up. */
    public Conditions keep(Scope scope) {
        return new Conditions(scope.keep(sequence), scope.keep(pooled));
    }
}
