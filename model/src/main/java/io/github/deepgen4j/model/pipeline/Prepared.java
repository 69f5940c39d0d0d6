// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.vae.Posterior;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sampler's input for B samples that does not depend on the seed. Belongs to the scope it was made in, an
 * {@linkplain #owned owned} one to its holder.
 *
 * @param references posteriors (C, h, w) of the references of each sample
 */
record Prepared(ConditionPair conditions, List<List<Posterior>> references) implements AutoCloseable {
    /** Copies that belong to the caller, who closes them: the tensors here may be views of larger ones. */
    Prepared owned() {
        return new Prepared(
                new ConditionPair(owned(conditions.positive()), owned(conditions.negative())),
                references.stream()
                        .map(row -> row.stream().map(Prepared::owned).toList())
                        .toList());
    }

    private static Conditions owned(Conditions conditions) {
        return new Conditions(
                conditions.sequence().copy().own(), conditions.pooled().copy().own());
    }

    private static Posterior owned(Posterior posterior) {
        return new Posterior(
                posterior.mean().copy().own(), posterior.logVariance().copy().own());
    }

    /** Bytes of all elements. */
    long bytes() {
        return tensors()
                .mapToLong(tensor -> tensor.elements() * tensor.dtype().bytes())
                .sum();
    }

    private Stream<Tensor> tensors() {
        return Stream.concat(
                Stream.of(conditions.positive(), conditions.negative())
                        .flatMap(half -> Stream.of(half.sequence(), half.pooled())),
                references.stream()
                        .flatMap(List::stream)
                        .flatMap(posterior -> Stream.of(posterior.mean(), posterior.logVariance())));
    }

    @Override
    public void close() {
        tensors().forEach(Tensor::close);
    }
}
