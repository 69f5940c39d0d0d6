// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Properties that hold for any weights. */
class JointBlockTest {
    private final DitConfig config = DitConfig.read(Golden.path("tiny/transformer/config.json"));

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void closedGatesLeaveBothStreamsUnchanged() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                var rng = Rng.seeded(1)) {
            Weights closed = (name, shape) -> {
                Tensor stored = weights.get("transformer_blocks.0." + name, shape);
                return name.startsWith("norm1") ? stored.mul(0) : stored; // modulation gives zero everywhere
            };
            Streams in = new Streams(rng.normal(2, 5, config.width()), rng.normal(2, 3, config.width()));
            Streams out = new JointBlock(config, 0, closed)
                    .forward(in, rng.normal(2, config.width()), Masks.NONE, ImageKeys.COMPUTED);
            assertThat(out.image().toFloats()).isEqualTo(in.image().toFloats());
            assertThat(out.context().toFloats()).isEqualTo(in.context().toFloats());
        }
    }

    @Test
    void theOrderOfReferencesDoesNotMatterToTheTransformer() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                var rng = Rng.seeded(2)) {
            DiffusionTransformer dit = new DiffusionTransformer(config, weights);
            Tensor latents = rng.normal(1, config.inChannels(), 4, 6);
            Tensor one = rng.normal(config.inChannels(), 6, 4);
            Tensor two = rng.normal(config.inChannels(), 4, 8);
            EmbeddedConditions conditions = dit.embed(
                    new Conditions(rng.normal(1, 7, config.sequenceWidth()), rng.normal(1, config.pooledWidth())));
            Tensor time = Tensor.full(500, DType.F32, 1);
            Tensor forwards =
                    dit.forward(latents, dit.embedReferences(List.of(List.of(one, two))), conditions, time, Set.of());
            Tensor backwards =
                    dit.forward(latents, dit.embedReferences(List.of(List.of(two, one))), conditions, time, Set.of());
            Tensor without =
                    dit.forward(latents, dit.embedReferences(List.of(List.of(one))), conditions, time, Set.of());
            assertThat(Golden.relativeError(backwards, forwards)).isLessThan(1e-5);
            assertThat(Golden.relativeError(without, forwards)).isGreaterThan(1e-3);
        }
    }

    @Test
    void aRowOfABatchIsTheRowAlone() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                var rng = Rng.seeded(3)) {
            DiffusionTransformer dit = new DiffusionTransformer(config, weights);
            Tensor latents = rng.normal(3, config.inChannels(), 4, 4);
            Conditions conditions =
                    new Conditions(rng.normal(3, 7, config.sequenceWidth()), rng.normal(3, config.pooledWidth()));
            Tensor time = Tensor.full(500, DType.F32, 3);
            Tensor all = dit.forward(latents, ReferenceTokens.none(3), dit.embed(conditions), time, Set.of());
            for (int i = 0; i < 3; i++) {
                Tensor alone = dit.forward(
                        latents.narrow(0, i, 1),
                        ReferenceTokens.none(1),
                        dit.embed(conditions.rows(i, 1)),
                        time.narrow(0, i, 1),
                        Set.of());
                assertThat(Golden.relativeError(all.narrow(0, i, 1), alone)).isLessThan(1e-5);
            }
        }
    }
}
