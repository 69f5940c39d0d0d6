// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.lora.LoadedAdapter;
import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.NamedAdapter;
import io.github.deepgen4j.model.lora.OfferedAdapter;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.qwen.LanguageModel;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Fingerprint;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one owner of a model's networks, for drawing, training and everything else: each component mapped, frozen or
 * trainable ({@link Holding}), adapters beside the weights, and the tokenizer. Parameters are
 * named component first ({@code transformer.proj_out.weight}, {@code vlm.model.norm.weight}), adapters by the
 * reference's native names ({@code lmm.model...lora_A.default.weight}). Owns all weights until closed; one thread uses
 * the networks.
 */
public final class Networks implements AutoCloseable {
    private final Path folder;
    private final ModelConfig config;
    private final NetworkOptions options;
    private final Architecture architecture;
    private final Map<Component, ComponentWeights> components = new EnumMap<>(Component.class);
    private final LazyNetwork<VisionTower> vision;
    private final LazyNetwork<LanguageModel> languageModel;
    private final LazyNetwork<StackedChannelBridging> connector;
    private final LazyNetwork<DiffusionTransformer> transformer;
    private final LazyNetwork<Autoencoder> vae;
    private final ComponentWeights referenceWeights;
    private final LazyNetwork<DiffusionTransformer> reference;
    private final DType compute;
    private final Tokenizer tokenizer;
    private final List<LoadedAdapter> adapters = new ArrayList<>();
    private Lora lora = Lora.NONE;
    private AdapterShelf shelf = new AdapterShelf(List.of(), Map.of());
    private FolderCheck check;
    private Offload offload = Offload.NONE;

    private Networks(Path folder, NetworkOptions options) {
        this.folder = folder;
        this.config = ModelConfig.read(folder);
        this.options = options;
        this.architecture = new Architecture(config, options.constants());
        for (Component component : Component.values()) {
            if (options.holdings().containsKey(component)) {
                components.put(component, weights(component, options.holdings().get(component)));
            }
        }
        this.compute = options.compute()
                .type(components.values().stream()
                        .mapToLong(ComponentWeights::parameters)
                        .sum());
        this.vision = new LazyNetwork<>(() -> architecture.vision(adapted(Component.VLM)));
        this.languageModel = new LazyNetwork<>(() -> architecture.languageModel(adapted(Component.VLM)));
        this.connector = new LazyNetwork<>(() -> architecture.connector(loaded(Component.CONNECTOR)));
        this.transformer = new LazyNetwork<>(() -> architecture.transformer(adapted(Component.TRANSFORMER)));
        this.vae = new LazyNetwork<>(() -> architecture.vae(loaded(Component.VAE)));
        this.referenceWeights = weights(Component.TRANSFORMER, Holding.MAPPED);
        this.reference = new LazyNetwork<>(() -> architecture.transformer(reference()));
        this.tokenizer = components.containsKey(Component.VLM) ? Tokenizer.open(folder.resolve("tokenizer")) : null;
    }

    private ComponentWeights weights(Component component, Holding holding) {
        return new ComponentWeights(component, folder, architecture.manifest(component), holding);
    }

    /**
     * Opens a folder in the released layout. Configurations and all weight files are checked; mapped components are
     * read when their networks are first asked for, all others now.
     *
     * @throws ConfigException if a configuration or the tokenizer is missing or contradicts another
     * @throws WeightException listing every difference between the files and the networks, of all components at once;
     *     or if an adapter is not of this model
     */
    public static Networks open(Path folder, NetworkOptions options) {
        Networks networks = new Networks(folder, options);
        try (var _ = Scope.open()) {
            if (networks.tokenizer != null) {
                networks.tokenizer.requireWithin(networks.config.vlm().vocabulary());
            }
            var matrices = LoraTargets.matrices(networks.architecture::manifest);
            networks.check = new FolderCheck(folder, networks.components, matrices);
            networks.load(matrices);
            return networks;
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    private void load(Map<Component, Map<String, long[]>> matrices) {
        lora = check.lora();
        if (lora == Lora.NONE && !options.lora().isEmpty()) {
            Map<Component, Map<String, long[]>> chosen = new EnumMap<>(Component.class);
            options.lora()
                    .forEach((component, fresh) ->
                            chosen.put(component, LoraTargets.of(config, component, fresh, matrices.get(component))));
            lora = Lora.fresh(options.lora(), chosen, options.seed() + 4);
        }
        options.adapters().forEach(adapter -> adapters.add(LoadedAdapter.open(adapter, matrices)));
        components.forEach((_, weights) -> {
            if (weights.holding() != Holding.MAPPED) {
                weights.load(compute, options);
                weights.tensors();
            }
        });
    }

    // ---- networks ----

    private Weights loaded(Component component) {
        ComponentWeights weights = components.get(component);
        if (weights == null) {
            throw new IllegalStateException(
                    folder + ": opened with the components " + components.keySet() + " only, not with " + component);
        }
        return weights.load(compute, options);
    }

    private Weights adapted(Component component) {
        Weights weights = lora.beside(component, loaded(component));
        for (LoadedAdapter adapter : adapters) {
            weights = adapter.lora().beside(component, weights);
        }
        for (LoadedAdapter adapter : shelf.taken()) {
            weights = adapter.lora().beside(component, weights);
        }
        return weights;
    }

    /** Weights that nobody writes to are shared, adapters left out; else the folder's are read again. */
    private Weights reference() {
        ComponentWeights own = components.get(Component.TRANSFORMER);
        return own != null && own.holding() == Holding.FROZEN
                ? loaded(Component.TRANSFORMER)
                : referenceWeights.load(compute, options);
    }

    public VisionTower vision() {
        return vision.get();
    }

    public LanguageModel languageModel() {
        return languageModel.get();
    }

    public StackedChannelBridging connector() {
        return connector.get();
    }

    public DiffusionTransformer transformer() {
        return transformer.get();
    }

    public Autoencoder vae() {
        return vae.get();
    }

    /**
     * The transformer as the folder has it, without adapters, whatever is trained meanwhile: the reference of a KL
     * divergence. Read when first asked for; it takes no memory of its own where only adapters are trained.
     */
    public DiffusionTransformer referenceTransformer() {
        return reference.get();
    }

    /** The folder's own adapters or fresh ones, which may be trained; {@link Lora#NONE} without. */
    public Lora lora() {
        return lora;
    }

    /** The adapters of files beside them, in the order in which they were given. */
    public List<LoadedAdapter> adapters() {
        return Collections.unmodifiableList(adapters);
    }

    // ---- adapters by name ----

    /**
     * Names adapters that can be put beside the weights and taken away again while the model is open, in the place of
     * those named before.
     *
     * @throws WeightException if one is not of this model, or cannot be read
     * @throws IllegalArgumentException if two have one name
     */
    public void offer(List<NamedAdapter> named) {
        shelf.close();
        shelf = new AdapterShelf(named, LoraTargets.matrices(architecture::manifest));
    }

    /** The adapters that can be chosen. */
    public List<OfferedAdapter> offered() {
        return shelf.offered();
    }

    /**
     * A choice with the strengths that it leaves open.
     *
     * @throws IllegalArgumentException if one is not offered, naming those that are
     */
    public List<ChosenAdapter> settled(List<ChosenAdapter> chosen) {
        return shelf.settled(chosen);
    }

    /** The adapters of a settled choice, in its order. */
    public List<OfferedAdapter> offered(List<ChosenAdapter> settled) {
        return shelf.of(settled);
    }

    /**
     * Has the adapters of a settled choice beside the weights from now on, after those that the model was opened with,
     * and no others. The weights stay where they are; networks are built anew over them if the choice is another.
     *
     * @throws WeightException if a file is not any more what it was when it was named; none is beside the weights then
     */
    public void choose(List<ChosenAdapter> settled) {
        if (!shelf.has(settled)) {
            LoraTargets.COMPONENTS.forEach(component -> networksOf(component).forEach(LazyNetwork::forget));
            shelf.take(settled);
        }
    }

    /** Bytes of all adapters of a component that are always in memory. */
    public long adapterBytes(Component component) {
        return lora.bytes(component)
                + adapters.stream()
                        .mapToLong(adapter -> adapter.lora().bytes(component))
                        .sum();
    }

    // ---- offload ----

    /** From now on weights are released as this says; {@link Offload#AUTO} is not an answer. */
    public void offload(Offload chosen) {
        offload = chosen;
    }

    /**
     * A stage begins: when staged, mapped weights that it does not use are released, but for the small auto-encoder.
     */
    public void begin(Stage stage) {
        if (offload == Offload.MODEL) {
            for (Component component : components.keySet()) {
                if (component != Component.VAE && !stage.uses(component)) {
                    release(component);
                }
            }
        }
    }

    private void release(Component component) {
        ComponentWeights weights = components.get(component);
        if (weights.holding() == Holding.MAPPED) {
            networksOf(component).forEach(LazyNetwork::forget);
            weights.release();
        }
    }

    private List<LazyNetwork<?>> networksOf(Component component) {
        return switch (component) {
            case VLM -> List.of(vision, languageModel);
            case CONNECTOR -> List.of(connector);
            case TRANSFORMER -> List.of(transformer);
            case VAE -> List.of(vae);
        };
    }

    /**
     * Bytes that mapped weights of some names take in memory while the networks compute.
     *
     * @param layers that they are spread over
     */
    public long bytes(Component component, Predicate<String> names, int layers) {
        return components.get(component).bytes(names, options.compute(), compute, check.types(component)::get, layers);
    }

    // ---- parameters ----

    /** All tensors of a component by name; they may be written to only if it is trainable. */
    public Map<String, Tensor> tensors(Component component) {
        return components.get(component).tensors();
    }

    /** The tensor of a full name, component first. */
    public Tensor tensor(String fullName) {
        int dot = fullName.indexOf('.');
        for (Component component : components.keySet()) {
            if (component.folder().equals(fullName.substring(0, dot))) {
                return tensors(component).get(fullName.substring(dot + 1));
            }
        }
        throw new IllegalArgumentException(
                fullName + ": expected a name that begins with one of " + components.keySet());
    }

    /**
     * Parameters whose full names start with one of the prefixes, in checkpoint order, then all adapters.
     *
     * @throws ConfigException if a prefix names no parameter
     */
    public Map<String, Tensor> parameters(List<String> prefixes) {
        Map<String, Tensor> chosen = new LinkedHashMap<>();
        components.forEach((component, weights) -> weights.tensors().forEach((name, tensor) -> {
            String full = component.folder() + "." + name;
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

    /** True for a parameter whose full name starts with one of the prefixes; the stored position table never learns. */
    public static boolean learns(String fullName, List<String> prefixes) {
        return prefixes.stream().anyMatch(fullName::startsWith) && !fullName.equals("transformer.pos_embed.pos_embed");
    }

    /** The weight files of a component whose tensors were never written to; none if it is trainable. */
    List<Path> unchangedFiles(Component component) {
        ComponentWeights weights = components.get(component);
        return weights.unchanged() ? weights.files() : List.of();
    }

    // ---- what is common to all ----

    /** The folder that was opened. */
    public Path folder() {
        return folder;
    }

    public ModelConfig config() {
        return config;
    }

    /** Tells these weights from others, adapters and their strengths included; see {@link Fingerprint}. */
    public String fingerprint() {
        return fingerprint(List.of());
    }

    /** Tells the weights with a settled choice of adapters beside them from others. */
    public String fingerprint(List<ChosenAdapter> settled) {
        List<OfferedAdapter> chosen = shelf.of(settled);
        return Fingerprint.beside(
                check.fingerprint(),
                Stream.concat(
                                adapters.stream()
                                        .map(each -> Fingerprint.adapter(
                                                each.sha256(), each.adapter().factor())),
                                IntStream.range(0, chosen.size())
                                        .mapToObj(i -> Fingerprint.adapter(
                                                chosen.get(i).sha256(),
                                                settled.get(i).strength().orElseThrow())))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /**
     * As {@link #fingerprint()}, of the weights as they are now: those that may be trained, and adapters, are looked at
     * in memory.
     */
    public String fingerprintNow() {
        Digest digest = Digest.sha256();
        components.forEach((component, weights) -> {
            if (weights.holding() == Holding.TRAINABLE) {
                weights.tensors().forEach((name, tensor) -> add(digest, component.folder() + "." + name, tensor));
            }
        });
        lora.tensors().forEach((name, tensor) -> add(digest, name, tensor));
        return Fingerprint.beside(fingerprint(), List.of(digest.hex()));
    }

    private static void add(Digest digest, String name, Tensor tensor) {
        try (var _ = Scope.open()) {
            long some = Math.min(tensor.elements(), Fingerprint.BYTES_OF_A_TENSOR / Float.BYTES);
            Tensor start = tensor.detach().reshape(tensor.elements()).narrow(0, 0, some);
            digest.add(name + "\n").add(start.storedBytes());
        }
    }

    /** Tells the weights of one component from others. */
    public String fingerprint(Component component) {
        return check.fingerprint(component);
    }

    /** Type of all activations. */
    public DType compute() {
        return compute;
    }

    /** True if linear layers were quantised to int8 when they were loaded; not where they are stored so. */
    public boolean quantises() {
        return options.compute().quantises();
    }

    /** Precision of the rotary frequencies and CLIP constants. */
    public ConstantPrecision constants() {
        return options.constants();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void close() {
        components.values().forEach(ComponentWeights::close);
        referenceWeights.close();
        lora.close();
        adapters.forEach(LoadedAdapter::close);
        shelf.close();
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
