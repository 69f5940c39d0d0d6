// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Manifest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * All dimensions of a model folder, read from its {@code config.json} files and checked against each other.
 *
 * @param imageSize side in pixels of the images that the model was trained for: {@code default_image_size} of
 *     {@code model_index.json}, 512 where the file does not say, as in the release
 * @param editNegative what edits avoid unless they are told: {@code default_edit_negative} of {@code model_index.json},
 *     {@link PromptTemplate#EDIT_NEGATIVE} where the file does not say, as in the reference
 * @param guidance of requests that do not choose one: {@code default_guidance} of {@code model_index.json},
 *     {@link Guidance#DEFAULT} where the file does not say
 */
public record ModelConfig(
        QwenConfig vlm,
        ConnectorConfig connector,
        DitConfig transformer,
        VaeConfig vae,
        SchedulerConfig scheduler,
        int imageSize,
        String editNegative,
        Guidance guidance) {

    public ModelConfig {
        requireEqual("vlm hidden_size and connector vlm_hidden_size", vlm.hidden(), connector.vlmHidden());
        requireEqual(
                "connector and transformer joint_attention_dim",
                connector.sequenceWidth(),
                transformer.sequenceWidth());
        requireEqual(
                "connector and transformer pooled_projection_dim", connector.pooledWidth(), transformer.pooledWidth());
        requireEqual("vae latent_channels and transformer in_channels", vae.latentChannels(), transformer.inChannels());
    }

    private static void requireEqual(String what, int one, int other) {
        if (one != other) {
            throw new ConfigException(what + " expected to be equal, found " + one + " and " + other);
        }
    }

    /**
     * Reads the configurations of a folder in the released layout.
     *
     * @throws ConfigException naming the file and the field
     */
    public static ModelConfig read(Path folder) {
        QwenConfig vlm = QwenConfig.read(folder.resolve(Component.VLM.config()));
        ConfigFile index = ConfigFile.read(folder.resolve("model_index.json"));
        return new ModelConfig(
                vlm,
                ConnectorConfig.read(folder.resolve(Component.CONNECTOR.config()), vlm.layers()),
                DitConfig.read(folder.resolve(Component.TRANSFORMER.config())),
                VaeConfig.read(folder.resolve(Component.VAE.config())),
                SchedulerConfig.read(folder.resolve("scheduler/scheduler_config.json")),
                index.integer("default_image_size", 512),
                index.text("default_edit_negative", PromptTemplate.EDIT_NEGATIVE),
                guidance(index));
    }

    private static Guidance guidance(ConfigFile index) {
        double scale = index.number("default_guidance", Guidance.DEFAULT.scale());
        try {
            return new Guidance(scale);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("model_index.json: default_guidance expected a number >= 0, found " + scale, e);
        }
    }

    /** Names and shapes of the parameters that the networks ask for, by component; no weights are made. */
    public Map<Component, Manifest> manifests() {
        Map<Component, Manifest> manifests = new EnumMap<>(Component.class);
        for (Component component : Component.values()) {
            manifests.put(component, new Architecture(this, ConstantPrecision.F32).manifest(component));
        }
        return manifests;
    }

    /**
     * Weights of the language model whose adapters can learn: the token embedding and the linear layers up to the last
     * hidden state that the connector reads. The reference also adapts the rest, where no gradient ever arrives (T12).
     *
     * @param shapes of all weights of the component {@code vlm}
     */
    public Map<String, long[]> adaptable(Map<String, long[]> shapes) {
        int used = Arrays.stream(connector.selectedLayers()).max().orElseThrow();
        Map<String, long[]> chosen = new LinkedHashMap<>();
        shapes.keySet().stream().sorted().forEach(name -> {
            boolean linear = name.matches("model\\.layers\\.\\d+\\..*_proj\\.weight")
                    && Integer.parseInt(name.split("\\.", 4)[2]) < used;
            if (linear || name.equals("model.embed_tokens.weight")) {
                chosen.put(name, shapes.get(name));
            }
        });
        return chosen;
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
     * @throws IllegalArgumentException saying which sizes are possible
     */
    public void checkReference(Size size) {
        if (Math.max(size.width(), size.height()) > longestSide()) {
            throw new IllegalArgumentException(
                    "reference expected sides of at most %d after its resize, found %s; use a smaller image size"
                            .formatted(longestSide(), size));
        }
    }
}
