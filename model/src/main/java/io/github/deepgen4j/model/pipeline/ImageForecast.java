// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.memory.MemoryPlan;
import io.github.deepgen4j.tensor.DType;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The memory that a typical image takes, before there is a request for one. */
public final class ImageForecast {
    private static final String PROMPT =
            "an image that is described in some twenty words or a few more, as users do"; // what counts is its length

    private static final int TOKENS = 32; // of that prompt in its template, by the release's tokenizer

    private ImageForecast() {}

    /**
     * Forecasts with all weights in memory, and with those of one stage at a time.
     *
     * @param size of the image and of its references
     * @param references number of images that are edited, 0 for text to image
     */
    public static List<MemoryForecast> of(DeepGen deepgen, Size size, int references) {
        Given.require("model", deepgen);
        Given.require("size", size);
        return Stream.of(Offload.NONE, Offload.MODEL)
                .map(offload -> references == 0
                        ? deepgen.forecast(GenerateRequest.of(PROMPT).withSize(size.width(), size.height()), offload)
                        : deepgen.forecast(edit(size, references), offload))
                .toList();
    }

    /**
     * As above, of a model whose files are not there, stored in the types of the release.
     *
     * @param config of the model
     */
    public static List<MemoryForecast> of(ModelConfig config, Compute compute, Size size, int references) {
        DType type = compute.type(config.parameters());
        MemoryPlan plan = new MemoryPlan(
                config,
                MemoryForecast.WeightBytes.of(config, compute),
                new MemoryForecast.Work(
                        size,
                        Collections.nCopies(references, size),
                        config.guidance().active() ? 2 : 1,
                        TOKENS),
                type);
        return Stream.of(Offload.NONE, Offload.MODEL).map(plan::forecast).toList();
    }

    private static EditRequest edit(Size size, int references) {
        Image reference = Image.of(size.width(), size.height(), new byte[3 * size.width() * size.height()]);
        return EditRequest.of(Collections.nCopies(references, reference), PROMPT)
                .withResize(ResizeRule.NONE, size.width())
                .withSize(size.width(), size.height());
    }
}
