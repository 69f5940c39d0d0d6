// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.Collections;

/** The model that data are checked for: its limits, and its tokenizer, which it owns. No weights are read. */
public final class CheckedModel implements AutoCloseable {
    /** Tokens of a prompt in the published recipes. */
    public static final int MAX_TOKENS = 1024;

    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final PromptTemplate template;
    private final int maxTokens;

    private CheckedModel(ModelConfig config, Tokenizer tokenizer, int maxTokens) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.template = new PromptTemplate(tokenizer);
        this.maxTokens = maxTokens;
    }

    /**
     * Reads configuration and tokenizer of a checkpoint folder.
     *
     * @param maxTokens tokens of a prompt that a run uses, image tokens not counted
     * @throws io.github.deepgen4j.model.files.ConfigException if there is no such model
     */
    public static CheckedModel open(Path folder, int maxTokens) {
        ModelConfig config = ModelConfig.read(folder);
        return new CheckedModel(config, Tokenizer.open(folder.resolve("tokenizer")), maxTokens);
    }

    /** Side in pixels of the images that the model is made for. */
    public int imageSize() {
        return config.defaultSize().width();
    }

    Limits limits() {
        return Limits.of(config);
    }

    int maxTokens() {
        return maxTokens;
    }

    /** True if a run would cut the text. */
    boolean isTooLong(Sample sample) {
        int references = sample.references().size();
        long[] ids = references == 0
                ? template.generate(sample.text())
                : template.edit(sample.text(), Collections.nCopies(references, new MergedGrid(0, 0)));
        return ids.length > maxTokens;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
