// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import io.github.deepgen4j.tensor.Tensor;
import java.util.function.Supplier;

/** The way on after the transformer's first block: the other blocks, or something that stands for them. */
public interface RestOfBlocks {
    /** The blocks themselves. */
    RestOfBlocks COMPUTED = (_, _, blocks) -> blocks.get();

    /**
     * The tokens of the target after the last block.
     *
     * @param before (B, N, D) image tokens before the first block
     * @param after (B, N, D) image tokens after it, those of the target first
     * @param blocks computes the others: (B, L, D), the first L of the N tokens
     * @return (B, L, D)
     */
    Tensor of(Tensor before, Tensor after, Supplier<Tensor> blocks);
}
