// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import io.github.deepgen4j.model.drawing.Base64Image;
import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.model.drawing.Drawing;
import io.github.deepgen4j.model.drawing.DrawnFile;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.content.Media;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.ImageResponseMetadata;
import org.springframework.ai.image.observation.DefaultImageModelObservationConvention;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.ai.image.observation.ImageModelObservationDocumentation;
import org.springframework.util.MimeTypeUtils;

/**
 * Spring AI's {@link ImageModel} in this JVM, and edits, which Spring AI has no call for.
 *
 * <p>A prompt has one message, and may have others of negative weight, which say what to avoid. Images that a message
 * holds are edited, so that {@link #call} edits, too. Options are {@link DeepGenImageOptions} or portable ones. Images
 * come back as base64, with {@link DeepGenImageMetadata}; options without effect are named under {@code ignored} in the
 * metadata of the response. Each call is observed as {@code gen_ai.client.operation}.
 *
 * <p>Throws {@link IllegalArgumentException} or {@link io.github.deepgen4j.model.image.ImageException} for what does
 * not fit the model or cannot be read, and otherwise as {@link DeepGen} does.
 */
public final class DeepGenImageModel implements ImageModel {
    private static final int NEGATIVE = 0; // weights below it

    private final Supplier<DeepGen> deepgen;
    private final DrawOptions options;
    private final Observer observer;
    private final ObservationRegistry observations;

    /** @param deepgen is asked for when it is first needed, and stays its owner's */
    public DeepGenImageModel(Supplier<DeepGen> deepgen, DrawOptions options, ObservationRegistry observations) {
        this(deepgen, options, observations, Observer.NONE);
    }

    private DeepGenImageModel(
            Supplier<DeepGen> deepgen, DrawOptions options, ObservationRegistry observations, Observer observer) {
        this.deepgen = deepgen;
        this.options = options;
        this.observations = observations;
        this.observer = observer;
    }

    /** This model, watched: told of stages and steps, and asked whether to go on. */
    public DeepGenImageModel withObserver(Observer value) {
        return new DeepGenImageModel(deepgen, options, observations, value);
    }

    @Override
    public ImageResponse call(ImagePrompt prompt) {
        return observed(prompt, Optional.empty());
    }

    /** An image and what to change in it. */
    public ImageResponse edit(Media image, String prompt) {
        return edit(List.of(image), prompt, DeepGenImageOptions.NONE);
    }

    /** Images and what to make of them, in the order in which the prompt speaks of them. */
    public ImageResponse edit(List<Media> images, String prompt, DeepGenImageOptions given) {
        return observed(message(images, prompt, given), Optional.empty());
    }

    /** @param mask a PNG of the image's size; drawn anew is what is transparent in it */
    public ImageResponse edit(Media image, Media mask, String prompt, DeepGenImageOptions given) {
        return observed(message(List.of(image), prompt, given), Optional.of(mask));
    }

    /** The bytes of an image, such as those of an upload, for {@code edit}. */
    public static Media media(byte[] file) {
        return Media.builder()
                .mimeType(MimeTypeUtils.APPLICATION_OCTET_STREAM)
                .data(file)
                .build();
    }

    private static ImagePrompt message(List<Media> images, String prompt, DeepGenImageOptions given) {
        return new ImagePrompt(new ImageMessage(prompt, 1f, images, Map.of()), given);
    }

    private ImageResponse observed(ImagePrompt prompt, Optional<Media> mask) {
        var context = ImageModelObservationContext.builder()
                .imagePrompt(prompt)
                .provider("deepgen")
                .build();
        return ImageModelObservationDocumentation.IMAGE_MODEL_OPERATION
                .observation(null, new DefaultImageModelObservationConvention(), () -> context, observations)
                .observe(() -> {
                    ImageResponse response = draw(drawing(prompt, mask));
                    context.setResponse(response);
                    return response;
                });
    }

    private Drawing drawing(ImagePrompt prompt, Optional<Media> mask) {
        List<ImageMessage> wanted =
                prompt.getInstructions().stream().filter(each -> !avoided(each)).toList();
        if (wanted.size() != 1) {
            throw new IllegalArgumentException(
                    "prompt expected one message that is not of negative weight, found " + wanted.size());
        }
        DrawOptions chosen = options.with(DeepGenImageOptions.of(prompt.getOptions()));
        for (ImageMessage message : prompt.getInstructions()) {
            chosen = avoided(message) ? chosen.withNegative(message.getText()) : chosen;
        }
        return chosen.drawing(
                deepgen.get().config().steps(),
                wanted.getFirst().getText(),
                wanted.getFirst().getMedia().stream()
                        .map(DeepGenImageModel::bytes)
                        .toList(),
                mask.map(DeepGenImageModel::bytes));
    }

    private static boolean avoided(ImageMessage message) {
        return message.getWeight() != null && message.getWeight() < NEGATIVE;
    }

    private static byte[] bytes(Media media) {
        return media.getData() instanceof byte[] file ? file : Base64Image.decode(String.valueOf(media.getData()));
    }

    private ImageResponse draw(Drawing drawing) {
        DeepGen model = deepgen.get();
        ImagePlan plan = drawing.request().plan(model);
        List<DrawnFile> files = drawing.draw(model, observer);
        var metadata = new ImageResponseMetadata();
        metadata.setUsage(new DefaultUsage(
                plan.promptTokens() + plan.referenceTokens(), Math.toIntExact(files.size() * plan.imageTokens())));
        metadata.put("ignored", drawing.ignored());
        return new ImageResponse(
                files.stream().map(DeepGenImageModel::generation).toList(), metadata);
    }

    private static ImageGeneration generation(DrawnFile file) {
        var facts = new DeepGenImageMetadata(
                file.recipe(),
                file.seed(),
                file.format().mediaType(),
                file.generated().seconds());
        return new ImageGeneration(new Image(null, file.base64()), facts);
    }
}
