// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.qwen.LanguageModel;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Prompts to conditions (spec/model.md sections 2 and 4.2 to 5.1): chat template and token ids; token embeddings with
 * image tokens spliced in and think tokens appended; the language model; Stacked Channel Bridging. Gradients flow to
 * whatever is trainable. Letters: B prompts, L ids of the longest, S positions (L and the think tokens), D width.
 */
public final class PromptEncoder {
    private final Networks networks;
    private final PromptTemplate template;

    /** @param networks not owned; asked for each network when it is used, so that weights may be released in between */
    public PromptEncoder(Networks networks) {
        this.networks = networks;
        this.template = new PromptTemplate(networks.tokenizer());
    }

    public PromptTemplate template() {
        return template;
    }

    /**
     * A prompt or, with references, an instruction in its chat template.
     *
     * @param references grids of the reference images, in order; see {@link ReferenceEncoder#grid}
     */
    public TokenizedPrompt tokenize(String text, List<MergedGrid> references) {
        return new TokenizedPrompt(
                references.isEmpty() ? template.generate(text) : template.edit(text, references), references);
    }

    /** Prompts padded on the left to the longest of them. */
    public TokenBatch batch(List<TokenizedPrompt> prompts) {
        return batch(
                prompts,
                prompts.stream().mapToInt(TokenizedPrompt::length).max().orElseThrow());
    }

    /** Prompts padded on the left to a length that none exceeds; conditions depend on the number of pads (Q1, Q2). */
    public TokenBatch batch(List<TokenizedPrompt> prompts, int length) {
        return TokenBatch.of(prompts, template, networks.config().connector().thinkTokens(), length);
    }

    /**
     * Rows of token ids, padded to the longest, that no think tokens follow: for training of the language model alone.
     */
    public TokenBatch batchWithoutThinkTokens(List<TokenizedPrompt> rows) {
        return TokenBatch.of(
                rows,
                template,
                0,
                rows.stream().mapToInt(TokenizedPrompt::length).max().orElseThrow());
    }

    /**
     * Conditions of B prompts, in the type of the arithmetic.
     *
     * @param imageTokens vision features (n, D) of all references, prompt by prompt; see
     *     {@link ReferenceEncoder#features}
     */
    public Conditions encode(TokenBatch batch, List<Tensor> imageTokens, Observer observer) {
        List<Tensor> states = hiddenStates(batch, imageTokens, observer);
        StackedChannelBridging connector = networks.connector();
        Tensor projected = connector.project(states);
        observer.record("projector_1", projected);
        Tensor bridged = connector.encode(projected);
        observer.record("connector", bridged);
        Conditions conditions = connector.conditions(bridged);
        observer.record("pooled", conditions.pooled());
        observer.record("seq", conditions.sequence());
        return conditions;
    }

    /**
     * The states that the connector selects, each (B, S, D); of the connector they depend on the think tokens alone.
     */
    private List<Tensor> hiddenStates(TokenBatch batch, List<Tensor> imageTokens, Observer observer) {
        LanguageModel languageModel = networks.languageModel();
        StackedChannelBridging connector = networks.connector();
        Tensor ids = batch.ids();
        Tensor tokens = splice(languageModel.embed(ids, networks.compute()), batch, imageTokens); // (B, L, D)
        Tensor embeddings = connector.appendThinkTokens(tokens); // (B, S, D)
        embeddings = embeddings.narrow(1, batch.cut(), embeddings.size(1) - batch.cut());
        Tensor mask = batch.mask();
        Tensor positions = batch.positions();
        observer.record("input_ids", ids);
        observer.record("attention_mask", mask);
        observer.record("position_ids", positions);
        observer.record("hidden_states.0", embeddings);
        int[] selected = connector.config().selectedLayers();
        List<Tensor> states = languageModel.hiddenStates(embeddings, batch.padded() ? mask : null, positions, selected);
        for (int i = 0; i < selected.length; i++) {
            observer.record("hidden_states." + selected[i], states.get(i));
        }
        return states;
    }

    /** Overwrites the embeddings (B, L, D) at image-pad places with vision features, in row-major order. */
    private static Tensor splice(Tensor embeddings, TokenBatch batch, List<Tensor> imageTokens) {
        if (imageTokens.isEmpty()) {
            return embeddings;
        }
        Tensor features = Tensor.cat(0, imageTokens).to(embeddings.dtype()); // (n, D)
        long places = embeddings.size(0) * embeddings.size(1);
        long[] source = new long[Math.toIntExact(places)];
        Arrays.setAll(source, i -> i);
        long[] imagePlaces = batch.imagePlaces();
        if (imagePlaces.length != features.size(0)) {
            throw new IllegalArgumentException("prompts hold %d image tokens, the references give %d"
                    .formatted(imagePlaces.length, features.size(0)));
        }
        for (int i = 0; i < imagePlaces.length; i++) {
            source[Math.toIntExact(imagePlaces[i])] = places + i;
        }
        Tensor candidates = Tensor.cat(0, embeddings.reshape(places, -1), features);
        return candidates.indexSelect(0, Tensor.of(source, source.length)).reshape(embeddings.shape());
    }
}
