// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

import static io.github.deepgen4j.tensor.Functional.silu;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pass that recalls keys and values, against ordinary blocks that are given the references' tokens of then. */
class RecalledReferencesTest {
    private static final double LIMIT = 1e-5; // the same sums in another order

    private final DitConfig config = DitConfig.read(Golden.path("tiny/transformer/config.json"));

    private final Map<Object, KeysValues> kept = new HashMap<>();
    private final Rng rng = Rng.seeded(6);

    @AfterEach
    void nothingLeaks() {
        kept.values().forEach(pair -> {
            pair.keys().close();
            pair.values().close();
        });
        assertThat(Scope.liveHandles()).isZero();
    }

    private ImageKeys keeping(long targets) {
        return (attention, computed) -> {
            long count = computed.keys().size(2) - targets;
            kept.put(
                    attention,
                    new KeysValues(
                            computed.keys().narrow(2, targets, count).copy().own(),
                            computed.values().narrow(2, targets, count).copy().own()));
            return computed;
        };
    }

    private KeysValues recall(Object attention, KeysValues target) {
        KeysValues references = kept.get(attention);
        return new KeysValues(
                Tensor.cat(2, target.keys(), references.keys()), Tensor.cat(2, target.values(), references.values()));
    }

    private DiffusionTransformer transformer(TinyModel weights) {
        return new DiffusionTransformer(config, weights);
    }

    @Test
    void atTheSameMomentNothingChanges() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                rng) {
            var dit = transformer(weights);
            Tensor latents = rng.normal(2, config.inChannels(), 4, 6);
            List<Tensor> images = List.of(rng.normal(config.inChannels(), 4, 4), rng.normal(config.inChannels(), 6, 4));
            ReferenceTokens references = dit.embedReferences(List.of(images, images));
            EmbeddedConditions conditions = conditions(dit);
            Tensor time = Tensor.full(500, DType.F32, 2);
            Tensor full = dit.forward(
                    latents,
                    references,
                    conditions,
                    time,
                    Set.of(),
                    RestOfBlocks.COMPUTED,
                    keeping(dit.tokens(latents)));
            Tensor recalled = dit.forward(
                    latents, ReferenceTokens.none(2), conditions, time, Set.of(), RestOfBlocks.COMPUTED, this::recall);
            Tensor without = dit.forward(latents, ReferenceTokens.none(2), conditions, time, Set.of());
            assertThat(full.toFloats())
                    .isEqualTo(dit.forward(latents, references, conditions, time, Set.of())
                            .toFloats());
            assertThat(Golden.relativeError(recalled, full)).isLessThan(LIMIT);
            assertThat(Golden.relativeError(without, full)).isGreaterThan(1e-3);
        }
    }

    private EmbeddedConditions conditions(DiffusionTransformer dit) {
        return dit.embed(new Conditions(rng.normal(2, 7, config.sequenceWidth()), rng.normal(2, config.pooledWidth())));
    }

    /** Every block sees the target of now and the references of then, at one noise level: an ordinary block's pass. */
    @Test
    void theTargetSeesTheReferencesOfThen() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/transformer", DType.F32);
                rng) {
            int last = config.layers() - 1;
            List<JointBlock> blocks = new ArrayList<>();
            for (int i = 0; i < last; i++) {
                blocks.add(new JointBlock(config, i, weights.at("transformer_blocks", i)));
            }
            var lastBlock = new LastBlock(config, last, weights.at("transformer_blocks", last));
            int targets = 5;
            Tensor condition = silu(rng.normal(2, config.width()));
            Streams then = new Streams(rng.normal(2, targets + 3, config.width()), rng.normal(2, 4, config.width()));
            List<Tensor> references = new ArrayList<>(); // before each block
            for (JointBlock block : blocks) {
                references.add(then.image().narrow(1, targets, 3));
                then = block.forward(then, condition, Masks.NONE, keeping(targets));
            }
            references.add(then.image().narrow(1, targets, 3));
            lastBlock.forward(then, condition, Masks.NONE, targets, keeping(targets));

            Streams plain = new Streams(rng.normal(2, targets, config.width()), rng.normal(2, 4, config.width()));
            Streams recalled = plain;
            for (int i = 0; i < last; i++) {
                Streams out = blocks.get(i)
                        .forward(
                                new Streams(Tensor.cat(1, plain.image(), references.get(i)), plain.context()),
                                condition,
                                Masks.NONE,
                                ImageKeys.COMPUTED);
                plain = new Streams(out.image().narrow(1, 0, targets), out.context());
                recalled = blocks.get(i).forward(recalled, condition, Masks.NONE, this::recall);
                assertThat(Golden.relativeError(recalled.image(), plain.image()))
                        .as("block %d", i)
                        .isLessThan(LIMIT);
                assertThat(Golden.relativeError(recalled.context(), plain.context()))
                        .as("block %d", i)
                        .isLessThan(LIMIT);
            }
            Tensor expected = lastBlock.forward(
                    new Streams(Tensor.cat(1, plain.image(), references.getLast()), plain.context()),
                    condition,
                    Masks.NONE,
                    targets,
                    ImageKeys.COMPUTED);
            Tensor found = lastBlock.forward(recalled, condition, Masks.NONE, targets, this::recall);
            assertThat(Golden.relativeError(found, expected)).isLessThan(LIMIT);
        }
    }
}
