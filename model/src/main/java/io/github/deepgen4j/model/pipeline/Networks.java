// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Fingerprint;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The four components of a model folder. Owns their weights until closed. */
final class Networks implements AutoCloseable {
    /** The two networks that share the weights of {@code vlm/}. */
    record LanguageModel(VisionTower vision, Decoder decoder) {}

    private final Component<LanguageModel> languageModel;
    private final Component<StackedChannelBridging> bridging;
    private final Component<DiffusionTransformer> transformer;
    private final Component<Autoencoder> vae;
    private final DType compute;
    private final Buffers buffers;
    private final String fingerprint;

    /**
     * Checks all files of a folder; nothing is loaded yet.
     *
     * @throws WeightException listing every difference between the files and the networks, of all components at once
     */
    Networks(Path folder, ModelConfig config, Compute compute, Buffers buffers) {
        this.languageModel = new Component<>(
                folder.resolve("vlm"),
                w -> new LanguageModel(
                        new VisionTower(config.vlm(), buffers, w.at("visual")),
                        new Decoder(config.vlm(), buffers, w.at("model"))));
        this.bridging =
                new Component<>(folder.resolve("connector"), w -> new StackedChannelBridging(config.connector(), w));
        this.transformer =
                new Component<>(folder.resolve("transformer"), w -> new DiffusionTransformer(config.transformer(), w));
        this.vae = new Component<>(folder.resolve("vae"), w -> new Autoencoder(config.vae(), w));
        this.buffers = buffers;
        this.fingerprint = checkFiles(folder);
        this.compute = compute.type(
                components().stream().mapToLong(Component::parameters).sum());
    }

    private List<Component<?>> components() {
        return List.of(languageModel, bridging, transformer, vae);
    }

    private String checkFiles(Path folder) {
        List<String> differences = new ArrayList<>();
        if (Files.isDirectory(folder.resolve("lora"))) {
            differences.add(
                    "lora/: adapters that are not merged into vlm/; the finished model of a run has them merged");
        }
        Fingerprint sum = new Fingerprint();
        for (Component<?> component : components()) {
            try (ComponentFiles files = component.files()) {
                differences.addAll(component.differences(files));
                sum.add(files);
            } catch (WeightException e) {
                differences.add(e.getMessage());
            }
        }
        if (!differences.isEmpty()) {
            throw new WeightException(folder + " does not hold the model that its configuration describes:\n  "
                    + String.join("\n  ", differences));
        }
        return sum.text();
    }

    /** Tells this model's weights from others; see {@link Fingerprint}. */
    String fingerprint() {
        return fingerprint;
    }

    /** Type of all activations. */
    DType compute() {
        return compute;
    }

    Buffers buffers() {
        return buffers;
    }

    LanguageModel languageModel() {
        return languageModel.network(compute);
    }

    StackedChannelBridging bridging() {
        return bridging.network(compute);
    }

    DiffusionTransformer transformer() {
        return transformer.network(compute);
    }

    Autoencoder vae() {
        return vae.network(compute);
    }

    @Override
    public void close() {
        components().forEach(Component::close);
    }
}
