// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.parts;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.model.weights.Checkpoint;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.model.weights.Fresh;
import io.github.deepgen4j.model.weights.Initialiser;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.Parameters;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All components of a model folder in float32, as writable tensors: read from the folder where it has weights, created from
 * a seed where it has only a {@code config.json}. Parameters are named component first ({@code transformer.proj_out.weight},
 * {@code vlm.model.norm.weight}). Owns everything until closed.
 */
public final class ModelParts implements AutoCloseable {
    private static final String VLM = "vlm";
    private static final String CONNECTOR = "connector";
    private static final String TRANSFORMER = "transformer";
    private static final String VAE = "vae";

    private final Path folder;
    private final Map<String, Parameters> components = new LinkedHashMap<>();
    private final QwenConfig qwen;
    private final Tokenizer tokenizer;
    private final SchedulerConfig scheduler;
    private final Decoder decoder;
    private final VisionTower vision;
    private final StackedChannelBridging connector;
    private final DiffusionTransformer dit;
    private final Autoencoder vae;

    private ModelParts(Path folder, long seed, Initialiser initialiser) {
        this.folder = folder;
        this.tokenizer = Tokenizer.open(folder.resolve("tokenizer"));
        this.scheduler = SchedulerConfig.read(folder.resolve("scheduler/scheduler_config.json"));
        this.qwen = QwenConfig.read(config(VLM));
        ConnectorConfig connectorConfig = ConnectorConfig.read(config(CONNECTOR), qwen.layers());
        DitConfig ditConfig = DitConfig.read(config(TRANSFORMER));
        VaeConfig vaeConfig = VaeConfig.read(config(VAE));

        Weights vlm = component(VLM, seed, initialiser, w -> {
            new VisionTower(qwen, Buffers.F32, w.at("visual"));
            new Decoder(qwen, Buffers.F32, w.at("model"));
        });
        // The released weights are trained with bf16-rounded rotary tables (Q17), and so are ours.
        this.vision = new VisionTower(qwen, Buffers.BF16, vlm.at("visual"));
        this.decoder = new Decoder(qwen, Buffers.BF16, vlm.at("model"));
        this.connector = new StackedChannelBridging(
                connectorConfig,
                component(CONNECTOR, seed + 1, initialiser, w -> new StackedChannelBridging(connectorConfig, w)));
        this.dit = new DiffusionTransformer(
                ditConfig, component(TRANSFORMER, seed + 2, initialiser, w -> new DiffusionTransformer(ditConfig, w)));
        this.vae =
                new Autoencoder(vaeConfig, component(VAE, seed + 3, initialiser, w -> new Autoencoder(vaeConfig, w)));
    }

    /** Opens or creates all components of a folder in the released layout. */
    public static ModelParts open(Path folder, long seed, Initialiser initialiser) {
        try (var _ = Scope.open()) {
            return new ModelParts(folder, seed, initialiser);
        }
    }

    /** Layers of the language model of a folder, without opening it. */
    public static int decoderLayers(Path folder) {
        return QwenConfig.read(folder.resolve(VLM).resolve("config.json")).layers();
    }

    private Parameters component(String name, long seed, Initialiser initialiser, Consumer<Weights> network) {
        Path path = folder.resolve(name);
        Manifest manifest = new Manifest();
        network.accept(manifest);
        Parameters weights =
                hasWeights(path) ? Checkpoint.openWritable(path, manifest, DType.F32) : new Fresh(seed, initialiser);
        components.put(name, weights);
        manifest.shapes().forEach(weights::get);
        return weights;
    }

    private Path config(String component) {
        return folder.resolve(component).resolve("config.json");
    }

    private static boolean hasWeights(Path component) {
        try (Stream<Path> files = Files.list(component)) {
            return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(component + ": cannot be listed", e);
        }
    }

    /** Parameters whose names start with one of the prefixes, in checkpoint order; the stored position table is never one. */
    public Map<String, Tensor> parameters(List<String> prefixes) {
        Map<String, Tensor> chosen = new LinkedHashMap<>();
        components.forEach((component, weights) -> weights.tensors().forEach((name, tensor) -> {
            String full = component + "." + name;
            if (prefixes.stream().anyMatch(full::startsWith) && !full.equals("transformer.pos_embed.pos_embed")) {
                chosen.put(full, tensor);
            }
        }));
        if (chosen.isEmpty()) {
            throw new ConfigException("trainable " + prefixes + " names no parameter of " + folder);
        }
        return chosen;
    }

    /**
     * Writes all components in the released layout.
     *
     * @param values take the place of the parameters of the same names (an average); may be empty
     * @param type storage type of everything
     */
    public void save(Path target, Map<String, Tensor> values, DType type) {
        components.forEach((component, weights) -> {
            try (var _ = Scope.open()) {
                Map<String, Tensor> stored = new LinkedHashMap<>();
                weights.tensors()
                        .forEach((name, tensor) -> stored.put(
                                name,
                                values.getOrDefault(component + "." + name, tensor)
                                        .detach()
                                        .to(type)));
                Path file = target.resolve(component).resolve(fileName(component));
                Files.createDirectories(file.getParent());
                SafetensorsWriter.write(file, stored);
            } catch (IOException e) {
                throw new UncheckedIOException(target + ": cannot be written", e);
            }
        });
        copyTexts(target);
    }

    private static String fileName(String component) {
        return component.equals(TRANSFORMER) || component.equals(VAE)
                ? "diffusion_pytorch_model.safetensors"
                : "model.safetensors";
    }

    /** Everything but the weights: configurations, tokenizer, scheduler, model index. */
    private void copyTexts(Path target) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Path copy = target.resolve(folder.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written", e);
        }
    }

    /** The tensor of a full name, trainable or not. */
    public Tensor tensor(String fullName) {
        int dot = fullName.indexOf('.');
        return components.get(fullName.substring(0, dot)).tensors().get(fullName.substring(dot + 1));
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Layers of the language model. */
    public int layers() {
        return qwen.layers();
    }

    /** Rows of the language model's embedding. */
    public int vocabulary() {
        return qwen.vocabulary();
    }

    public SchedulerConfig scheduler() {
        return scheduler;
    }

    public Decoder decoder() {
        return decoder;
    }

    public VisionTower vision() {
        return vision;
    }

    public StackedChannelBridging connector() {
        return connector;
    }

    public DiffusionTransformer dit() {
        return dit;
    }

    public Autoencoder vae() {
        return vae;
    }

    @Override
    public void close() {
        components.values().forEach(Parameters::close);
        tokenizer.close();
    }
}
