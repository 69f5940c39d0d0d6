// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.ReferenceEncoder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions of prompts and instructions, padded to the longest of a batch as everywhere. When nothing behind them
 * learns, each is computed once and remembered (with the number of its pads, which matter: Q1, Q2).
 */
final class PromptConditions implements ConditionSource {
    /** A text and, for edits, what the reference shows. */
    private record Prompt(String text, Optional<Scenery> reference) {
        static Prompt of(Asked asked) {
            return new Prompt(
                    asked.dropped() ? "" : asked.sample().prompt(),
                    asked.sample().before());
        }
    }

    private record Key(Prompt prompt, int length) {}

    /** @param reference size of the reference image */
    private record Form(String text, Optional<Size> reference) {}

    private final PromptEncoder encoder;
    private final ReferenceEncoder references;
    private final boolean frozen;
    private final Map<Key, Conditions> known = new HashMap<>();
    private final Map<Form, TokenizedPrompt> tokenized = new HashMap<>();

    /** @param frozen true when language model, think tokens and connector keep their weights */
    PromptConditions(Networks model, boolean frozen) {
        this.encoder = new PromptEncoder(model);
        this.references = new ReferenceEncoder(model);
        this.frozen = frozen;
    }

    /** Tokens of a prompt in its template. */
    @Override
    public int length(Planned sample) {
        return length(Prompt.of(Asked.of(sample)));
    }

    private int length(Prompt prompt) {
        return tokenize(prompt).length();
    }

    private TokenizedPrompt tokenize(Prompt prompt) {
        return tokenized.computeIfAbsent(
                new Form(prompt.text(), prompt.reference().map(Scenery::size)),
                form -> encoder.tokenize(
                        form.text(),
                        form.reference().map(references::grid).map(List::of).orElse(List.of())));
    }

    /** Conditions of B prompts, with a graph to what learns unless all is frozen. */
    @Override
    public Conditions of(List<Asked> asked) {
        List<Prompt> prompts = asked.stream().map(Prompt::of).toList();
        int length = prompts.stream().mapToInt(this::length).max().orElseThrow();
        if (!frozen) {
            return compute(prompts, length);
        }
        List<Key> keys = prompts.stream().map(prompt -> new Key(prompt, length)).toList();
        remember(keys.stream().filter(key -> !known.containsKey(key)).distinct().toList(), length);
        List<Conditions> rows = keys.stream().map(known::get).toList();
        return new Conditions(
                Tensor.cat(0, rows.stream().map(Conditions::sequence).toList()),
                Tensor.cat(0, rows.stream().map(Conditions::pooled).toList()));
    }

    /**
     * On the processor one by one, so that no bit depends on a neighbour and a resumed run goes on exactly; a GPU does
     * not promise that anyway, and is many times faster with all at once.
     */
    private void remember(List<Key> unknown, int length) {
        int together = Device.getDefault() == Device.CPU ? 1 : unknown.size();
        for (int start = 0; start < unknown.size(); start += together) {
            List<Key> keys = unknown.subList(start, Math.min(unknown.size(), start + together));
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                Conditions computed = compute(keys.stream().map(Key::prompt).toList(), length);
                for (int i = 0; i < keys.size(); i++) {
                    Conditions row = computed.rows(i, 1);
                    // A view of one row would keep all.
                    known.put(
                            keys.get(i),
                            new Conditions(
                                    row.sequence().copy().own(),
                                    row.pooled().copy().own()));
                }
            }
        }
    }

    private Conditions compute(List<Prompt> prompts, int length) {
        List<TokenizedPrompt> rows = prompts.stream().map(this::tokenize).toList();
        List<Image> images = prompts.stream()
                .flatMap(prompt -> prompt.reference().stream())
                .map(Scenery::render)
                .toList();
        List<Tensor> features = images.isEmpty() ? List.of() : List.of(references.featuresTogether(images));
        return encoder.encode(encoder.batch(rows, length), features, Observer.NONE);
    }

    @Override
    public void close() {
        known.values().forEach(conditions -> {
            conditions.sequence().close();
            conditions.pooled().close();
        });
    }
}
