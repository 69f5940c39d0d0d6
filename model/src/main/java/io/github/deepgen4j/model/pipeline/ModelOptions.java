// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.NamedAdapter;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Options for opening a model.
 *
 * @param compute type of the arithmetic
 * @param constants rounded or exact rotary frequencies and CLIP constants (Q17)
 * @param offload which weights stay in memory between stages
 * @param adapters LoRA of files beside the weights of language model and transformer
 * @param named LoRA that requests choose by name ({@link SamplingOptions#withAdapters}); in memory while one does
 * @param promptCache bytes of memory in which the model may keep what it made of the last prompts and references, so
 *     that another seed of the same skips the language model; the images are the same. 0 keeps nothing
 */
public record ModelOptions(
        Compute compute,
        ConstantPrecision constants,
        Offload offload,
        List<Adapter> adapters,
        List<NamedAdapter> named,
        long promptCache) {
    public static final ModelOptions DEFAULT = new ModelOptions(Compute.AUTO, ConstantPrecision.BF16, Offload.AUTO);

    /** Some ten prompts, or five edits, of the released size: 3 to 8 MiB each. */
    private static final long USUAL_CACHE = 64L << 20;

    /** Without adapters. */
    public ModelOptions(Compute compute, ConstantPrecision constants, Offload offload) {
        this(compute, constants, offload, List.of());
    }

    /** With the usual cache of prompts. */
    public ModelOptions(Compute compute, ConstantPrecision constants, Offload offload, List<Adapter> adapters) {
        this(compute, constants, offload, adapters, List.of(), USUAL_CACHE);
    }

    public ModelOptions {
        Given.require("compute", compute);
        Given.require("constants", constants);
        Given.require("offload", offload);
        adapters = Given.requireAll("adapter", adapters);
        named = Given.requireAll("adapter", named);
        if (promptCache < 0) {
            throw new IllegalArgumentException("prompt cache expected 0 bytes or more, found " + promptCache);
        }
    }

    public ModelOptions withCompute(Compute value) {
        return new ModelOptions(value, constants, offload, adapters, named, promptCache);
    }

    public ModelOptions withConstants(ConstantPrecision value) {
        return new ModelOptions(compute, value, offload, adapters, named, promptCache);
    }

    public ModelOptions withOffload(Offload value) {
        return new ModelOptions(compute, constants, value, adapters, named, promptCache);
    }

    /** @param bytes to keep what was made of the last prompts in; 0 keeps nothing */
    public ModelOptions withPromptCache(long bytes) {
        return new ModelOptions(compute, constants, offload, adapters, named, bytes);
    }

    /** With the LoRA of files, whose low-rank products add up; these take the place of those chosen before. */
    public ModelOptions withAdapters(List<Adapter> value) {
        return new ModelOptions(compute, constants, offload, value, named, promptCache);
    }

    /** With the LoRA of files, at the strength that each was trained with. */
    public ModelOptions withAdapters(Path... files) {
        return withAdapters(
                Arrays.stream(Given.require("adapters", files)).map(Adapter::of).toList());
    }

    /** With LoRA of files that requests choose by name; these take the place of those named before. */
    public ModelOptions withNamedAdapters(List<NamedAdapter> value) {
        return new ModelOptions(compute, constants, offload, adapters, value, promptCache);
    }
}
