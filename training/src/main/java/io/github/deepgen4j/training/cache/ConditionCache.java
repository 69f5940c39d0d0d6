// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import io.github.deepgen4j.model.connector.Conditions;
import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.pipeline.Conditioner;
import io.github.deepgen4j.model.pipeline.Trace;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.qwen.PatchRows;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What language model and connector make of a text and its images, computed once. Only for runs in which language model,
 * connector and think tokens keep their weights, as the think tokens pass through the language model. The key is the token
 * ids, the prepared images, the weights of both parts and the stored type. A text alone is not padded; a run whose batches
 * are padded to their longest text sees slightly other numbers (T9). Owns both parts, loaded at the first unknown text.
 */
public final class ConditionCache implements AutoCloseable {
    private static final String SEQUENCE = "seq";
    private static final String POOLED = "pooled";

    private record LanguageModel(VisionTower vision, Decoder decoder) {}

    private final ContentCache cache;
    private final QwenConfig config;
    private final FrozenPart<LanguageModel> languageModel;
    private final FrozenPart<StackedChannelBridging> connector;
    private final String fingerprint;
    private final DType stored;
    private final Tokenizer tokenizer;
    private final PromptTemplate template;

    /** Arguments as for {@link PosteriorCache}. */
    public ConditionCache(Path model, Path folder, DType stored) {
        if (LoraFolder.exists(model.resolve("lora"))) {
            throw new ConfigException(
                    model + ": has adapters in lora/; merge them for a cache of conditions (model convert)");
        }
        this.config = QwenConfig.read(model.resolve("vlm/config.json"));
        ConnectorConfig connectorConfig = ConnectorConfig.read(model.resolve("connector/config.json"), config.layers());
        this.cache = new ContentCache(folder.resolve("conditions"));
        this.languageModel = new FrozenPart<>(
                model.resolve("vlm"),
                weights -> new LanguageModel(
                        new VisionTower(config, Buffers.BF16, weights.at("visual")),
                        new Decoder(config, Buffers.BF16, weights.at("model"))));
        this.connector = new FrozenPart<>(
                model.resolve("connector"), weights -> new StackedChannelBridging(connectorConfig, weights));
        this.fingerprint = languageModel.fingerprint() + " " + connector.fingerprint();
        this.stored = stored;
        this.tokenizer = Tokenizer.open(model.resolve("tokenizer"));
        this.template = new PromptTemplate(tokenizer);
    }

    private String key(long[] ids, List<Image> references) {
        List<String> parts = new ArrayList<>(List.of(fingerprint, stored.toString(), Arrays.toString(ids)));
        references.forEach(image -> parts.add(image.sha256()));
        return ContentCache.key(parts);
    }

    /**
     * The conditions of one prompt in float32, sequence (1, S, joint width) and pooled (1, width), in the innermost scope;
     * computed and stored unless they are known.
     *
     * @param references prepared images; with any the text is an edit's instruction
     */
    public Conditions of(String text, List<Image> references) {
        List<MergedGrid> grids = references.stream().map(this::grid).toList();
        long[] ids = references.isEmpty() ? template.generate(text) : template.edit(text, grids);
        String key = key(ids, references);
        Optional<Map<String, Tensor>> known = cache.get(key);
        if (known.isPresent()) {
            return conditions(known.get());
        }
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            Conditions computed = compute(ids, references, grids).to(stored);
            Map<String, Tensor> tensors =
                    new TreeMap<>(Map.of(SEQUENCE, computed.sequence(), POOLED, computed.pooled()));
            cache.put(key, tensors);
            return conditions(tensors).keep(scope);
        }
    }

    private static Conditions conditions(Map<String, Tensor> tensors) {
        return new Conditions(tensors.get(SEQUENCE), tensors.get(POOLED)).to(DType.F32);
    }

    /** Image tokens of an image, which is seen at 28/32 of its size; see {@link PatchRows}. */
    private MergedGrid grid(Image image) {
        int cell = config.vision().patch() * config.vision().merge();
        return new MergedGrid(image.height() * 28 / 32 / cell, image.width() * 28 / 32 / cell);
    }

    private Conditions compute(long[] ids, List<Image> references, List<MergedGrid> grids) {
        List<Tensor> imageTokens = new ArrayList<>();
        for (Image image : references) {
            PatchRows rows = PatchRows.of(Pixels.toTensor(image), config.vision(), Buffers.BF16, DType.F32);
            imageTokens.add(languageModel.network().vision().forward(rows.rows(), rows.gridHeight(), rows.gridWidth()));
        }
        StackedChannelBridging bridging = connector.network();
        Conditioner conditioner = new Conditioner(languageModel.network().decoder(), bridging, DType.F32);
        // A conditioner takes positives and negatives; the prompt as its own negative needs no pads.
        TokenBatch batch = TokenBatch.of(
                List.of(ids, ids),
                List.of(grids, grids),
                template,
                bridging.config().thinkTokens());
        return conditioner.encode(batch, imageTokens, Trace.OFF).positive();
    }

    @Override
    public void close() {
        tokenizer.close();
        languageModel.close();
        connector.close();
    }
}
