// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.pipeline.MemoryForecast.WeightBytes;
import io.github.deepgen4j.model.pipeline.Progress.Stage;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.model.weights.Fingerprint;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The four components of a model folder, and adapters of the language model where there is a folder {@code lora/}: they stay
 * beside its weights, as in training. Owns all weights until closed.
 */
final class Networks implements AutoCloseable {
    /** The two networks that share the weights of {@code vlm/}. */
    record LanguageModel(VisionTower vision, Decoder decoder) {}

    private Lora lora = Lora.NONE;
    private final Component<LanguageModel> languageModel;
    private final Component<StackedChannelBridging> bridging;
    private final Component<DiffusionTransformer> transformer;
    private final Component<Autoencoder> vae;
    private final DType compute;
    private final Buffers buffers;
    private final String fingerprint;
    private final Map<Component<?>, Integer> storedBytes = new HashMap<>(); // of an element, the widest of the files
    private Residency residency = Residency.ALL;

    /**
     * Checks all files of a folder; nothing is loaded yet.
     *
     * @throws WeightException listing every difference between the files and the networks, of all components at once
     */
    Networks(Path folder, ModelConfig config, Compute compute, Buffers buffers) {
        this.languageModel = new Component<>(
                folder.resolve("vlm"),
                w -> new LanguageModel(
                        new VisionTower(config.vlm(), buffers, lora.beside(w).at("visual")),
                        new Decoder(config.vlm(), buffers, lora.beside(w).at("model"))));
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
        Fingerprint sum = new Fingerprint();
        for (Component<?> component : components()) {
            try (ComponentFiles files = component.files()) {
                differences.addAll(component.differences(files));
                sum.add(files);
                storedBytes.put(component, widest(files));
            } catch (WeightException e) {
                differences.add(e.getMessage());
            }
        }
        Path adapters = folder.resolve("lora");
        if (LoraFolder.exists(adapters)) {
            try (Safetensors file = Safetensors.open(LoraFolder.tensors(adapters))) {
                lora = LoraFolder.read(adapters, languageModel.shapes());
                sum.add(file);
            } catch (WeightException | ConfigException e) {
                differences.add("lora/: " + e.getMessage());
            }
        }
        if (!differences.isEmpty()) {
            lora.close();
            throw new WeightException(folder + " does not hold the model that its configuration describes:\n  "
                    + String.join("\n  ", differences));
        }
        return sum.text();
    }

    private static int widest(ComponentFiles files) {
        return files.tensors().values().stream()
                .mapToInt(stored -> stored.entry().spec().type().bytes())
                .max()
                .orElse(0);
    }

    /**
     * Bytes of the weights while they compute. Of the token table only some rows are read, and under Stacked Channel
     * Bridging the language model's last layer never is.
     */
    WeightBytes weightBytes(ModelConfig config) {
        int highest = Arrays.stream(config.connector().selectedLayers()).max().orElseThrow();
        Predicate<String> decoder = name -> name.startsWith("model.layers.") && layer(name) < highest;
        return new WeightBytes(
                bytes(languageModel, decoder, highest) + lora.bytes(),
                bytes(
                        languageModel,
                        name -> name.startsWith("visual."),
                        config.vlm().vision().depth()),
                bytes(bridging, _ -> true, config.connector().layers()),
                bytes(
                        transformer,
                        name -> !name.equals("pos_embed.pos_embed"),
                        config.transformer().layers()),
                bytes(vae, _ -> true, 1));
    }

    private long bytes(Component<?> component, Predicate<String> names, int layers) {
        return component.bytes(names, compute, storedBytes.get(component), layers);
    }

    private static int layer(String name) {
        return Integer.parseInt(name.split("\\.", 4)[2]);
    }

    /** From now on weights stay or go as this says; {@link Residency#AUTO} is not an answer. */
    void reside(Residency chosen) {
        residency = chosen;
    }

    /** A stage begins: when staged, the weights that it does not use are given back. The small auto-encoder stays. */
    void begin(Stage stage) {
        if (residency != Residency.STAGED) {
            return;
        }
        if (stage != Stage.READ_PROMPT) {
            languageModel.release();
            bridging.release();
        }
        if (stage != Stage.DENOISE) {
            transformer.release();
        }
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
        lora.close();
    }
}
