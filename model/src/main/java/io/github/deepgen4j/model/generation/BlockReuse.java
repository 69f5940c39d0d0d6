// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.dit.RestOfBlocks;
import io.github.deepgen4j.model.sampling.StepReuse;
import io.github.deepgen4j.model.sampling.VelocityField.Moment;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The memory of one field's transformer: what its blocks added in the last step that computed them all, the first block
 * (B, N, D) and the others (B, L, D). Both are owned until this is closed. As the first-block cache of
 * ParaAttention ({@code para_attn/first_block_cache}).
 */
final class BlockReuse implements AutoCloseable {
    private final StepReuse rule;
    private final Observer observer;
    private Tensor first; // null before the first computed step
    private Tensor rest;

    /** @param observer is told of the steps that are not computed */
    BlockReuse(StepReuse rule, Observer observer) {
        this.rule = rule;
        this.observer = observer;
    }

    /** The blocks after the first at a moment; moments come in their order. */
    RestOfBlocks at(Moment moment) {
        if (rule.equals(StepReuse.NONE)) {
            return RestOfBlocks.COMPUTED;
        }
        return (before, after, blocks) -> {
            Tensor residual = after.sub(before);
            if (first != null && rule.mayReuse(moment.step(), () -> change(residual))) {
                observer.reused(moment.step());
                return target(after, rest.size(1)).add(rest);
            }
            Tensor computed = blocks.get();
            close();
            first = residual.own();
            rest = computed.sub(target(after, computed.size(1))).own();
            return computed;
        };
    }

    /** Over the tokens that both steps have computed: all, unless one of them left out the references. */
    private double change(Tensor residual) {
        long common = Math.min(residual.size(1), first.size(1));
        Tensor last = target(first, common).to(DType.F32);
        return target(residual, common).to(DType.F32).sub(last).abs().mean().item()
                / last.abs().mean().item();
    }

    private static Tensor target(Tensor tokens, long count) {
        return tokens.narrow(1, 0, count);
    }

    @Override
    public void close() {
        if (first != null) {
            first.close();
            rest.close();
            first = null;
            rest = null;
        }
    }
}
