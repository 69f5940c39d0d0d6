// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Conditions of prompts, each encoded once, for rollout and policy pass alike: without pads, or with guidance padded to
 * the empty prompt as when an image is drawn. Encoding them anew in other company would move the policy away from the
 * sampler at unchanged weights (B9). Language model and connector must be frozen.
 */
public final class ConditionCache implements AutoCloseable {
    private final PromptEncoder encoder;
    private final boolean guided;
    private final Map<String, ConditionPair> known = new HashMap<>();

    /**
     * @param networks not owned
     * @param guided true if conditions of the empty prompt are wanted, too
     */
    public ConditionCache(Networks networks, boolean guided) {
        this.encoder = new PromptEncoder(networks);
        this.guided = guided;
    }

    /** Conditions of a prompt, one row; they belong to the cache, which must not be cleared while they are used. */
    public ConditionPair of(String prompt) {
        return known.computeIfAbsent(prompt, this::encode);
    }

    private ConditionPair encode(String prompt) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            List<TokenizedPrompt> rows = Stream.of(prompt, "")
                    .limit(guided ? 2 : 1)
                    .map(text -> encoder.tokenize(text, List.of()))
                    .toList();
            Conditions conditions = encoder.encode(encoder.batch(rows), List.of(), Observer.NONE);
            Conditions positive = owned(conditions.rows(0, 1));
            return guided
                    ? new ConditionPair(positive, owned(conditions.rows(1, 1)))
                    : ConditionPair.unguided(positive);
        }
    }

    /** A copy, because a view of one row would keep all. */
    private static Conditions owned(Conditions row) {
        return new Conditions(row.sequence().copy().own(), row.pooled().copy().own());
    }

    /** Forgets all prompts. */
    public void clear() {
        known.values()
                .forEach(pair -> Stream.of(pair.positive(), pair.negative())
                        .flatMap(conditions -> Stream.of(conditions.sequence(), conditions.pooled()))
                        .forEach(Tensor::close));
        known.clear();
    }

    @Override
    public void close() {
        clear();
    }
}
