// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All dimensions of a model folder, read from its {@code config.json} files and checked against each other.
 *
 * @param imageSize side in pixels of the images that the model was trained for: {@code default_image_size} of
 *     {@code model_index.json}, 512 where the file does not say, as in the release
 * @param editNegative what edits avoid unless they are told: {@code default_edit_negative} of {@code model_index.json},
 *     {@link PromptTemplate#EDIT_NEGATIVE} where the file does not say, as in the reference
 * @param guidance of requests that do not choose one: {@code default_guidance} of {@code model_index.json},
 *     {@link Guidance#DEFAULT} where the file does not say
 * @param steps of requests that do not choose: {@code default_steps} of {@code model_index.json}, {@link #STEPS} where
 *     the file does not say; a model that was distilled says how many it was distilled for
 */
public record ModelConfig(
        QwenConfig vlm,
        ConnectorConfig connector,
        DitConfig transformer,
        VaeConfig vae,
        SchedulerConfig scheduler,
        int imageSize,
        String editNegative,
        Guidance guidance,
        int steps) {

    /** Steps of the published results (spec/model.md section 8.2). */
    public static final int STEPS = 50;

    /** No image is drawn with more. */
    public static final int MOST_STEPS = 1000;

    /** The scheduler's file in a model folder. */
    static final String SCHEDULER = "scheduler/scheduler_config.json";

    private static final Pattern HUB = Pattern.compile("https?:/+[^/]+/([\\w.-]+/[\\w.-]+).*");

    public ModelConfig {
        requireEqual("vlm", "hidden_size", vlm.hidden(), "connector", "vlm_hidden_size", connector.vlmHidden());
        requireEqual(
                "transformer",
                "joint_attention_dim",
                transformer.sequenceWidth(),
                "connector",
                "joint_attention_dim",
                connector.sequenceWidth());
        requireEqual(
                "transformer",
                "pooled_projection_dim",
                transformer.pooledWidth(),
                "connector",
                "pooled_projection_dim",
                connector.pooledWidth());
        requireEqual(
                "transformer", "in_channels", transformer.inChannels(), "vae", "latent_channels", vae.latentChannels());
    }

    private static void requireEqual(
            String component, String field, int value, String other, String otherField, int expected) {
        if (value != expected) {
            throw new ConfigException("%s/config.json: field '%s' expected %d as %s of %s/config.json, found %d"
                    .formatted(component, field, expected, otherField, other, value));
        }
    }

    /**
     * Reads the configurations of a folder in the released layout.
     *
     * @throws ConfigException naming the file and the field
     */
    public static ModelConfig read(Path folder) {
        requireFolder(folder);
        ConfigFields.requireSupported(folder);
        QwenConfig vlm = QwenConfig.read(folder.resolve(Component.VLM.config()));
        ConfigFile index = ConfigFile.read(folder.resolve(DrawingDefaults.INDEX));
        DrawingDefaults drawing = DrawingDefaults.of(index);
        DitConfig transformer = DitConfig.read(folder.resolve(Component.TRANSFORMER.config()));
        VaeConfig vae = VaeConfig.read(folder.resolve(Component.VAE.config()));
        return new ModelConfig(
                vlm,
                ConnectorConfig.read(folder.resolve(Component.CONNECTOR.config()), vlm.layers()),
                transformer,
                vae,
                SchedulerConfig.read(folder.resolve(SCHEDULER)),
                imageSize(index, transformer.patch() * vae.downsampling(), transformer.positionGrid()),
                index.text("default_edit_negative", PromptTemplate.EDIT_NEGATIVE),
                new Guidance(drawing.guidance().orElse(Guidance.DEFAULT.scale())),
                drawing.steps().orElse(STEPS));
    }

    /** A model whose position table does not reach the release's 512 draws what it can. */
    private static int imageSize(ConfigFile index, int multiple, int positions) {
        long longest = (long) multiple * positions;
        int size = index.integer("default_image_size", 1, 1 << 20, (int) Math.min(512, longest));
        if (size % multiple != 0 || size > longest) {
            throw index.error("field 'default_image_size' expected a multiple of %d up to %d, found %d"
                    .formatted(multiple, longest, size));
        }
        return size;
    }

    /** Fields of a folder's configuration that no library reads, one sentence each; they may be slips. */
    public static List<String> unknownFields(Path folder) {
        return ConfigFields.unknown(folder);
    }

    /**
     * Refuses what is no folder.
     *
     * @throws ConfigException saying what it is instead
     */
    public static void requireFolder(Path folder) {
        if (folder.toString().isEmpty()) {
            throw new ConfigException("expected a model folder, nano or OWNER/NAME, found an empty name");
        }
        if (Files.isDirectory(folder)) {
            return;
        }
        Matcher hub = HUB.matcher(folder.toString().replace('\\', '/'));
        throw new ConfigException(
                hub.matches()
                        ? "%s: expected a model folder, found an address; deepgen model pull %s, then -m %s"
                                .formatted(folder, hub.group(1), hub.group(1))
                        : Files.exists(folder)
                                ? folder
                                        + ": expected a model folder, found a file (model convert makes a folder of it)"
                                : folder + ": no such folder");
    }

    /** Names and shapes of the parameters that the networks ask for, by component; no weights are made. */
    public Map<Component, Manifest> manifests() {
        Map<Component, Manifest> manifests = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            manifests.put(component, new Architecture(this, ConstantPrecision.F32).manifest(component));
        }
        return manifests;
    }

    /** Parameters of all networks. */
    public long parameters() {
        return manifests().values().stream()
                .flatMap(manifest -> manifest.shapes().values().stream())
                .mapToLong(TensorSpec::elements)
                .sum();
    }

    /**
     * Bytes that some weights take in memory while the networks compute, if they are mapped from files with the types
     * of the release.
     *
     * @param names of the component's tensors
     * @param layers that they are spread over
     */
    public long releasedBytes(Component component, Predicate<String> names, int layers, Compute compute) {
        DType type = compute.type(parameters());
        try (var weights =
                new ComponentWeights(component, Path.of(""), manifests().get(component), Holding.MAPPED)) {
            return weights.bytes(names, compute, type, _ -> component.releasedType(), layers);
        }
    }

    /** The size of an image when nothing else is said. */
    public Size defaultSize() {
        return new Size(imageSize, imageSize);
    }

    /** Sides of images are multiples of this: one transformer token. */
    public int sideMultiple() {
        return transformer.patch() * vae.downsampling();
    }

    /** The longest side in pixels that the position table reaches. */
    public int longestSide() {
        return transformer.positionGrid() * sideMultiple();
    }

    /**
     * Refuses a size that the networks cannot draw.
     *
     * @throws IllegalArgumentException saying which sizes are possible
     */
    public void checkDrawable(Size size) {
        if (size.width() % sideMultiple() != 0 || size.height() % sideMultiple() != 0) {
            throw new IllegalArgumentException("size expected sides that are multiples of %d, found %s; try %s"
                    .formatted(sideMultiple(), size, size.roundedUpTo(sideMultiple())));
        }
        if (Math.max(size.width(), size.height()) > longestSide()) {
            throw new IllegalArgumentException(
                    "size expected sides of at most %d (the model's position table), found %s"
                            .formatted(longestSide(), size));
        }
    }

    /** Refuses skip-layer guidance that could change nothing. */
    public void checkSkipLayers(Set<Integer> layers, Guidance guidance) {
        for (int layer : layers) {
            if (layer < 0 || layer >= transformer.layers()) {
                throw new IllegalArgumentException("skip-layers expected numbers of blocks from 0 to %d, found %d"
                        .formatted(transformer.layers() - 1, layer));
            }
        }
        if (!layers.isEmpty() && !guidance.active()) {
            throw new IllegalArgumentException(
                    "skip-layers expected guidance above 1, found %s".formatted(guidance.scale()));
        }
    }

    /**
     * Refuses a resized reference that the position table does not reach.
     *
     * @param rule that gave it its size
     * @throws IllegalArgumentException saying which sizes are possible
     */
    public void checkReference(Size size, ResizeRule rule) {
        if (Math.max(size.width(), size.height()) > longestSide()) {
            throw new IllegalArgumentException("reference expected sides of at most %d, found %s %s"
                    .formatted(
                            longestSide(),
                            size,
                            rule == ResizeRule.NONE
                                    ? "as it is; let it be resized by another rule than none"
                                    : "after its resize; use a smaller image size"));
        }
    }
}
