// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.parts;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.DitConfig;
import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.qwen.Decoder;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.sampling.SchedulerConfig;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.model.weights.Initialiser;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All components of a model folder: read from the folder where it has weights, created from a seed where it has only a
 * {@code config.json}. What may be trained is in float32 and writable. Parameters are named component first
 * ({@code transformer.proj_out.weight}, {@code vlm.model.norm.weight}), adapters by the reference's native names
 * ({@code lmm.model...lora_A.default.weight}). Owns everything until closed.
 */
public final class ModelParts implements AutoCloseable {
    private static final String VLM = "vlm";
    private static final String CONNECTOR = "connector";
    private static final String TRANSFORMER = "transformer";
    private static final String VAE = "vae";
    private static final String LORA = "lora";

    private final Path folder;
    private final PartsOptions options;
    private final Map<String, Part> components = new LinkedHashMap<>();
    private final QwenConfig qwen;
    private final Tokenizer tokenizer;
    private final SchedulerConfig scheduler;
    private final Lora lora;
    private final Decoder decoder;
    private final VisionTower vision;
    private final StackedChannelBridging connector;
    private final DiffusionTransformer dit;
    private final Autoencoder vae;

    private ModelParts(Path folder, PartsOptions options) {
        this.folder = folder;
        this.options = options;
        this.tokenizer = Tokenizer.open(folder.resolve("tokenizer"));
        this.scheduler = SchedulerConfig.read(folder.resolve("scheduler/scheduler_config.json"));
        this.qwen = QwenConfig.read(config(VLM));
        ConnectorConfig connectorConfig = ConnectorConfig.read(config(CONNECTOR), qwen.layers());
        DitConfig ditConfig = DitConfig.read(config(TRANSFORMER));
        VaeConfig vaeConfig = VaeConfig.read(config(VAE));

        Part vlm = part(VLM, w -> {
            new VisionTower(qwen, options.buffers(), w.at("visual"));
            new Decoder(qwen, options.buffers(), w.at("model"));
        });
        this.lora = lora(vlm.shapes(), connectorConfig);
        Weights adapted = lora.beside(vlm.weights());
        this.vision = new VisionTower(qwen, options.buffers(), adapted.at("visual"));
        this.decoder = new Decoder(qwen, options.buffers(), adapted.at("model"));
        this.connector = new StackedChannelBridging(
                connectorConfig,
                part(CONNECTOR, w -> new StackedChannelBridging(connectorConfig, w))
                        .weights());
        this.dit = new DiffusionTransformer(
                ditConfig,
                part(TRANSFORMER, w -> new DiffusionTransformer(ditConfig, w)).weights());
        this.vae = new Autoencoder(
                vaeConfig, part(VAE, w -> new Autoencoder(vaeConfig, w)).weights());
    }

    /** Opens or creates all components of a folder in the released layout, all of them writable. */
    public static ModelParts open(Path folder, long seed, Initialiser initialiser) {
        return open(folder, PartsOptions.writable(seed, initialiser));
    }

    /** Opens or creates all components of a folder in the released layout. */
    public static ModelParts open(Path folder, PartsOptions options) {
        try (var _ = Scope.open()) {
            return new ModelParts(folder, options);
        }
    }

    /** Layers of the language model of a folder, without opening it. */
    public static int decoderLayers(Path folder) {
        return QwenConfig.read(folder.resolve(VLM).resolve("config.json")).layers();
    }

    /** The folder that the parts were opened from. */
    public Path folder() {
        return folder;
    }

    private Part part(String name, Consumer<Weights> network) {
        Part part = new Part(folder.resolve(name), components.size(), options, network);
        components.put(name, part);
        return part;
    }

    private Lora lora(Map<String, long[]> shapes, ConnectorConfig connectorConfig) {
        if (LoraFolder.exists(folder.resolve(LORA))) {
            return LoraFolder.read(folder.resolve(LORA), shapes);
        }
        if (options.lora().absent()) {
            return Lora.NONE;
        }
        return Lora.fresh(options.lora(), learnable(shapes, connectorConfig), options.seed() + components.size() + 3);
    }

    /**
     * Weights whose adapters can learn: the token embedding and the linear layers up to the last hidden state that is
     * looked at. The reference also adapts the rest, where no gradient ever arrives (T12).
     */
    static Map<String, long[]> learnable(Map<String, long[]> shapes, ConnectorConfig connectorConfig) {
        int used = Arrays.stream(connectorConfig.selectedLayers()).max().orElseThrow();
        Map<String, long[]> chosen = new LinkedHashMap<>();
        shapes.keySet().stream().sorted().forEach(name -> {
            boolean linear = name.matches("model\\.layers\\.\\d+\\..*_proj\\.weight")
                    && Integer.parseInt(name.split("\\.")[2]) < used;
            if (linear || name.equals("model.embed_tokens.weight")) {
                chosen.put(name, shapes.get(name));
            }
        });
        return chosen;
    }

    private Path config(String component) {
        return folder.resolve(component).resolve("config.json");
    }

    /**
     * Parameters whose names start with one of the prefixes, in checkpoint order, and all adapters; the stored position
     * table is never one.
     */
    public Map<String, Tensor> parameters(List<String> prefixes) {
        Map<String, Tensor> chosen = new LinkedHashMap<>();
        components.forEach((component, part) -> part.tensors().forEach((name, tensor) -> {
            String full = component + "." + name;
            if (learns(full, prefixes)) {
                chosen.put(full, tensor);
            }
        }));
        for (String prefix : prefixes) {
            if (chosen.keySet().stream().noneMatch(name -> name.startsWith(prefix))) {
                throw new ConfigException("trainable " + prefix + " names no parameter of " + folder);
            }
        }
        chosen.putAll(lora.tensors());
        return chosen;
    }

    /** Whether a parameter of a full name is among those of the prefixes. */
    static boolean learns(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith) && !name.equals("transformer.pos_embed.pos_embed");
    }

    /**
     * Writes all components in the released layout, the adapters into {@code lora/} beside them. Frozen components keep
     * their files as they are.
     *
     * @param values take the place of the parameters of the same names (an average); may be empty
     * @param type storage type of everything that is not frozen
     */
    public void save(Path target, Map<String, Tensor> values, DType type) {
        components.forEach((component, part) -> {
            if (part.frozen()) {
                part.link(target.resolve(component));
            } else {
                write(target, component, (name, own) -> values.getOrDefault(component + "." + name, own), type);
            }
        });
        if (!lora.tensors().isEmpty()) {
            LoraFolder.write(target.resolve(LORA), lora, values, type);
        }
        copyTexts(target);
    }

    /** The same with the adapters merged into the language model, which any program can open. */
    public void saveMerged(Path target, DType type) {
        components.forEach((component, part) -> {
            if (part.frozen() && !(component.equals(VLM) && !lora.tensors().isEmpty())) {
                part.link(target.resolve(component));
            } else {
                write(
                        target,
                        component,
                        component.equals(VLM) ? (name, own) -> lora.merged(name, own, type) : (_, own) -> own,
                        type);
            }
        });
        copyTexts(target);
    }

    private void write(Path target, String component, BiFunction<String, Tensor, Tensor> value, DType type) {
        try (var _ = Scope.open()) {
            Map<String, Tensor> stored = new LinkedHashMap<>();
            components
                    .get(component)
                    .tensors()
                    .forEach((name, own) ->
                            stored.put(name, value.apply(name, own).detach().to(type)));
            Path file = target.resolve(component).resolve(fileName(component));
            Files.createDirectories(file.getParent());
            SafetensorsWriter.write(file, stored);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written (" + e + ")", e);
        }
    }

    private static String fileName(String component) {
        return component.equals(TRANSFORMER) || component.equals(VAE)
                ? "diffusion_pytorch_model.safetensors"
                : "model.safetensors";
    }

    /** Everything but the weights: configurations, tokenizer, scheduler, model index. */
    private void copyTexts(Path target) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(this::isText).toList()) {
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

    /** Configurations; the list of shards belongs to the weights. */
    private boolean isText(Path file) {
        return file.toString().endsWith(".json")
                && !file.toString().endsWith(".safetensors.index.json")
                && !folder.relativize(file).startsWith(LORA);
    }

    /** The tensor of a full name, trainable or not. */
    public Tensor tensor(String fullName) {
        int dot = fullName.indexOf('.');
        return components.get(fullName.substring(0, dot)).tensors().get(fullName.substring(dot + 1));
    }

    /** Adapters of the language model. */
    public Lora lora() {
        return lora;
    }

    /** Type of all activations. */
    public DType compute() {
        return options.compute();
    }

    public Buffers buffers() {
        return options.buffers();
    }

    public QwenConfig qwen() {
        return qwen;
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
        components.values().forEach(Part::close);
        lora.close();
        tokenizer.close();
    }
}
