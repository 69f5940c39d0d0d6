// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prompt to conditions (spec/model.md sections 4.2 to 5.1): token embeddings with image tokens spliced in and think tokens
 * appended go through the language model, and Stacked Channel Bridging fuses its layers.
 */
public final class Conditioner {
    private final Decoder decoder;
    private final StackedChannelBridging bridging;
    private final DType compute;

    /** @param compute type of all activations */
    public Conditioner(Decoder decoder, StackedChannelBridging bridging, DType compute) {
        this.decoder = decoder;
        this.bridging = bridging;
        this.compute = compute;
    }

    /**
     * @param batch positives, then negatives: 2B rows
     * @param imageTokens vision features (n, vlm width) of all references of the B samples, sample by sample; both halves
     *     use the same ones
     */
    public ConditionPair encode(TokenBatch batch, List<Tensor> imageTokens, Trace trace) {
        List<Tensor> ofBothHalves =
                Stream.concat(imageTokens.stream(), imageTokens.stream()).toList();
        Tensor projected = bridging.project(hiddenStates(batch, ofBothHalves, trace));
        trace.record("projector_1", projected);
        Tensor bridged = bridging.encode(projected);
        trace.record("connector", bridged);
        Conditions all = bridging.conditions(bridged);
        trace.record("pooled", all.pooled());
        trace.record("seq", all.sequence());
        long samples = batch.rows() / 2;
        return new ConditionPair(all.rows(0, samples), all.rows(samples, samples));
    }

    /**
     * The states that bridging selects, each (rows, S, vlm width); they depend on no trainable part of the connector but
     * the think tokens.
     *
     * @param imageTokens vision features (n, vlm width) of all references, row by row
     */
    public List<Tensor> hiddenStates(TokenBatch batch, List<Tensor> imageTokens, Trace trace) {
        Tensor ids = batch.ids();
        Tensor tokens = splice(decoder.embed(ids, compute), batch, imageTokens);
        Tensor embeddings = bridging.appendThinkTokens(tokens);
        embeddings = embeddings.narrow(1, batch.cut(), embeddings.size(1) - batch.cut());
        Tensor mask = batch.mask();
        Tensor positions = batch.positions();
        trace.record("input_ids", ids);
        trace.record("attention_mask", mask);
        trace.record("position_ids", positions);
        trace.record("hidden_states.0", embeddings);
        int[] selected = bridging.config().selectedLayers();
        List<Tensor> states = decoder.hiddenStates(embeddings, batch.padded() ? mask : null, positions, selected);
        for (int i = 0; i < selected.length; i++) {
            trace.record("hidden_states." + selected[i], states.get(i));
        }
        return states;
    }

    /** Overwrites the embeddings (rows, L, D) at image-pad places with vision features, in row-major order. */
    private Tensor splice(Tensor embeddings, TokenBatch batch, List<Tensor> imageTokens) {
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
