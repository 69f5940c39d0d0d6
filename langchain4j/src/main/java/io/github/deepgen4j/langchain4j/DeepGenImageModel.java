// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.github.deepgen4j.model.drawing.Base64Image;
import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.model.drawing.Drawing;
import io.github.deepgen4j.model.drawing.DrawnFile;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An {@link ImageModel} in this JVM: images from text, edits, and edits with a mask.
 *
 * <pre>{@code
 * try (var deepgen = DeepGen.nano()) {
 *     var model = new DeepGenImageModel(deepgen);
 *     Image circle = model.with("seed", 42).generate("a red circle").content();
 *     Image green = model.edit(circle, "make the circle green").content();
 * }
 * }</pre>
 *
 * <p>Images are given and returned as base64; addresses are not fetched. The metadata of a response holds
 * {@link #RECIPES}, {@link #SEEDS} and {@link #SECONDS}, lists with one entry for each image, and the usage counts the
 * tokens of prompt and references, and the image tokens of the transformer. What does not fit the model, or cannot be
 * read, is an {@link InvalidRequestException}, whose cause says what would; other failures are those of
 * {@link DeepGen}.
 *
 * <p>Never changes: options and observer make another model over the same {@link DeepGen}. Any thread may call; images
 * are drawn one at a time.
 */
public final class DeepGenImageModel implements ImageModel {
    /** Recipes as JSON, from which the images can be drawn again. */
    public static final String RECIPES = "recipes";

    /** Seeds as text, 0 to 2^64 - 1. */
    public static final String SEEDS = "seeds";

    /** Seconds that each image took. */
    public static final String SECONDS = "seconds";

    private final DeepGen deepgen;
    private final DrawOptions options;
    private final Observer observer;

    /** @param deepgen stays its caller's, who closes it */
    public DeepGenImageModel(DeepGen deepgen) {
        this(Given.require("deepgen", deepgen), DrawOptions.NONE, Observer.NONE);
    }

    private DeepGenImageModel(DeepGen deepgen, DrawOptions options, Observer observer) {
        this.deepgen = deepgen;
        this.options = options;
        this.observer = observer;
    }

    /** This model with options, which win over those it has; for all calls, or for one. */
    public DeepGenImageModel with(DrawOptions others) {
        return new DeepGenImageModel(deepgen, options.with(others), observer);
    }

    /** This model with an option under its name in the HTTP API, such as {@code steps}. */
    public DeepGenImageModel with(String option, Object value) {
        return with(DrawOptions.NONE.with(option, value));
    }

    /** This model, watched: told of stages and steps, and asked whether to go on. */
    public DeepGenImageModel withObserver(Observer value) {
        return new DeepGenImageModel(deepgen, options, Given.require("observer", value));
    }

    @Override
    public Response<Image> generate(String prompt) {
        return call(options.with("n", 1), prompt, List.of(), List.of(), List::getFirst);
    }

    /** @param n 1 to 10; image i is drawn from seed + i */
    @Override
    public Response<List<Image>> generate(String prompt, int n) {
        return call(options.with("n", n), prompt, List.of(), List.of(), Function.identity());
    }

    @Override
    public Response<Image> edit(Image image, String prompt) {
        return edit(Collections.singletonList(image), prompt);
    }

    /** An edit of several images, in the order in which the prompt speaks of them. */
    public Response<Image> edit(List<Image> images, String prompt) {
        return call(options.with("n", 1), prompt, images, List.of(), List::getFirst);
    }

    /** @param mask a PNG of the image's size; drawn anew is what is transparent in it */
    @Override
    public Response<Image> edit(Image image, Image mask, String prompt) {
        return call(
                options.with("n", 1),
                prompt,
                Collections.singletonList(image),
                Collections.singletonList(mask),
                List::getFirst);
    }

    private <T> Response<T> call(
            DrawOptions chosen, String prompt, List<Image> images, List<Image> mask, Function<List<Image>, T> form) {
        try {
            List<byte[]> references =
                    images.stream().map(image -> bytes("image", image)).toList();
            Drawing drawing = chosen.drawing(
                    deepgen.config().steps(),
                    prompt,
                    references,
                    mask.stream().map(image -> bytes("mask", image)).findFirst());
            ImagePlan plan = drawing.request().plan(deepgen);
            List<DrawnFile> files = drawing.draw(deepgen, observer);
            return Response.from(
                    form.apply(files.stream().map(DeepGenImageModel::image).toList()),
                    usage(plan, files.size()),
                    null,
                    metadata(files));
        } catch (IllegalArgumentException | ImageException e) {
            throw new InvalidRequestException(e.getMessage(), e);
        }
    }

    private static byte[] bytes(String name, Image image) {
        Given.require(name, image);
        String text = image.base64Data() == null ? String.valueOf(image.url()) : image.base64Data();
        try {
            return Base64Image.decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }

    private static Image image(DrawnFile file) {
        return Image.builder()
                .base64Data(file.base64())
                .mimeType(file.format().mediaType())
                .build();
    }

    private static TokenUsage usage(ImagePlan plan, int images) {
        return new TokenUsage(
                plan.promptTokens() + plan.referenceTokens(), Math.toIntExact(images * plan.imageTokens()));
    }

    private static Map<String, Object> metadata(List<DrawnFile> files) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(RECIPES, files.stream().map(DrawnFile::recipe).toList());
        metadata.put(SEEDS, files.stream().map(DrawnFile::seed).toList());
        metadata.put(
                SECONDS, files.stream().map(file -> file.generated().seconds()).toList());
        return metadata;
    }
}
