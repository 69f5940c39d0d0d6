// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.pipeline.Conditioner;
import io.github.deepgen4j.model.pipeline.Trace;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions of generation prompts, padded to the longest of a batch as everywhere. The language model is frozen, so its
 * part is computed without a graph; with a frozen connector, too, each prompt is computed once and remembered (with the
 * number of its pads, which matter: Q1, Q2).
 */
final class PromptConditions implements AutoCloseable {
    private record Key(String prompt, int length) {}

    private final ModelParts model;
    private final PromptTemplate template;
    private final boolean frozen;
    private final Conditioner conditioner;
    private final Map<Key, Conditions> known = new HashMap<>();
    private final Map<String, long[]> ids = new HashMap<>();

    /** @param frozen true when the connector, too, keeps its weights */
    PromptConditions(ModelParts model, PromptTemplate template, boolean frozen) {
        this.model = model;
        this.template = template;
        this.frozen = frozen;
        this.conditioner = new Conditioner(model.decoder(), model.connector(), model.compute());
    }

    /** Tokens of a prompt in its template. */
    int length(String prompt) {
        return tokens(prompt).length;
    }

    private long[] tokens(String prompt) {
        return ids.computeIfAbsent(prompt, template::generate);
    }

    /** Conditions of B prompts, with a graph to the connector's weights unless it is frozen. */
    Conditions of(List<String> prompts) {
        int length = prompts.stream().mapToInt(this::length).max().orElseThrow();
        if (!frozen) {
            return compute(prompts, length);
        }
        List<Conditions> rows = prompts.stream()
                .map(prompt -> remembered(new Key(prompt, length)))
                .toList();
        return new Conditions(
                Tensor.cat(0, rows.stream().map(Conditions::sequence).toList()),
                Tensor.cat(0, rows.stream().map(Conditions::pooled).toList()));
    }

    private Conditions remembered(Key key) {
        Conditions conditions = known.get(key);
        if (conditions == null) {
            try (var _ = Autograd.disabled()) {
                conditions = compute(List.of(key.prompt()), key.length());
            }
            conditions.sequence().own();
            conditions.pooled().own();
            known.put(key, conditions);
        }
        return conditions;
    }

    private Conditions compute(List<String> prompts, int length) {
        List<long[]> rows = prompts.stream().map(this::tokens).toList();
        List<List<MergedGrid>> noImages = Collections.nCopies(rows.size(), List.of());
        TokenBatch batch = TokenBatch.of(
                rows, noImages, template, model.connector().config().thinkTokens(), length);
        List<Tensor> states;
        try (var _ = Autograd.disabled()) {
            states = conditioner.hiddenStates(batch, List.of(), Trace.OFF);
        }
        return model.connector().forward(states);
    }

    @Override
    public void close() {
        known.values().forEach(conditions -> {
            conditions.sequence().close();
            conditions.pooled().close();
        });
    }
}
