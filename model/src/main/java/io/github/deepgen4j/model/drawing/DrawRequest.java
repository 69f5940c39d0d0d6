// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.generation.LatentCheckpoint;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An image to be drawn, whole.
 *
 * @param references bytes of image files in order; none for text to image
 * @param mask bytes of a PNG file whose transparent pixels are where the first reference is drawn anew
 */
public record DrawRequest(DrawSettings settings, List<byte[]> references, Optional<byte[]> mask) {
    /** Pixels of a reference or mask; more are refused before they are decoded. */
    public static final int MOST_PIXELS = 64_000_000;

    /** References of one image. */
    public static final int MOST_REFERENCES = 16;

    public DrawRequest {
        references = List.copyOf(references);
    }

    public DrawRequest withSettings(DrawSettings value) {
        return new DrawRequest(value, references, mask);
    }

    /** All files, the mask last. */
    public List<byte[]> files() {
        List<byte[]> files = new ArrayList<>(references);
        mask.ifPresent(files::add);
        return files;
    }

    /** @param masked true if the last file is the mask */
    public static DrawRequest of(DrawSettings settings, List<byte[]> files, boolean masked) {
        int references = files.size() - (masked ? 1 : 0);
        return new DrawRequest(
                settings, files.subList(0, references), masked ? Optional.of(files.getLast()) : Optional.empty());
    }

    /**
     * The plan of the request, without drawing it.
     *
     * @throws IllegalArgumentException if it does not fit the model, saying what would
     * @throws ImageException if a reference cannot be read
     */
    public ImagePlan plan(DeepGen deepgen) {
        return references.isEmpty()
                ? deepgen.plan(settings.generate(deepgen, 0, Optional.empty()))
                : deepgen.plan(edit(deepgen, 0, Optional.empty()));
    }

    /**
     * Draws the images of the request from number {@code first} on; waits as
     * {@link DeepGen#generate(GenerateRequest, int, Observer, Consumer)} does, and throws what that throws.
     *
     * @param finished gets each image as soon as it is finished, on the model's thread
     */
    public List<Generated> draw(DeepGen deepgen, int first, Observer observer, Consumer<Generated> finished) {
        return draw(deepgen, first, Optional.empty(), observer, finished);
    }

    /**
     * As the method above, from the middle of an image on.
     *
     * @param from the state in which image {@code first} is
     */
    public List<Generated> draw(
            DeepGen deepgen,
            int first,
            Optional<LatentCheckpoint> from,
            Observer observer,
            Consumer<Generated> finished) {
        int count = settings.count() - first;
        return references.isEmpty()
                ? deepgen.generate(settings.generate(deepgen, first, from), count, observer, finished)
                : deepgen.edit(edit(deepgen, first, from), count, observer, finished);
    }

    private EditRequest edit(DeepGen deepgen, int first, Optional<LatentCheckpoint> from) {
        int[] number = {0};
        List<Image> images = references.stream()
                .map(file -> Image.read(file, "image " + ++number[0], MOST_PIXELS))
                .toList();
        EditRequest edit = settings.edit(deepgen, images, first, from);
        return mask.map(file -> edit.withMask(MaskFile.read(file, images.getFirst(), target(edit, deepgen.config()))))
                .orElse(edit);
    }

    /** Size of the first reference after its resize, which is that of an image with a mask. */
    private static Size target(EditRequest edit, ModelConfig config) {
        int side = edit.imageSize().orElse(config.imageSize());
        return edit.resize().target(edit.references().getFirst().size(), side);
    }
}
