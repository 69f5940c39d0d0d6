// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Noise;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.memory.MemoryException;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.memory.MemoryPlan;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * DeepGen 1.0: text to image, and images with an instruction to image.
 *
 * <pre>{@code
 * try (var deepgen = DeepGen.open(Path.of("DeepGen-1.0-diffusers"))) {
 *     Generated out = deepgen.generate(GenerateRequest.of("a red circle left of a blue square").withSeed(42));
 *     out.writePng(Path.of("out.png"));
 * }
 * }</pre>
 *
 * <p>Holds native memory until closed. Safe for several threads, which wait for each other: one image is drawn at a
 * time. The same request gives the same bytes, whatever was drawn before.
 */
public final class DeepGen implements AutoCloseable {
    private final Networks networks;
    private final Generation generation;
    private final String name;
    private final Offload offload;

    private DeepGen(String name, Path folder, ModelOptions options) {
        this.name = name;
        this.offload = options.offload();
        try (var _ = Autograd.disabled()) {
            this.networks = Networks.open(folder, NetworkOptions.mapped(options.compute(), options.constants()));
        }
        try {
            this.generation = new Generation(networks, new Euler());
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    /** Opens a folder in the released layout with the defaults: arithmetic as fits the machine, rounded constants. */
    public static DeepGen open(Path folder) {
        return open(folder, ModelOptions.DEFAULT);
    }

    /**
     * Opens a folder in the released layout, of any dimensions. Checks all files; weights are read when they are
     * needed.
     *
     * @throws ConfigException if a configuration or the tokenizer is missing or cannot be read
     * @throws WeightException listing every difference between the files and what the configuration describes
     */
    public static DeepGen open(Path folder, ModelOptions options) {
        return new DeepGen(folder.toString(), folder, options);
    }

    /**
     * Opens the embedded nano model (module {@code deepgen4j-nano}): coloured shapes, 64x64 pixels, a demonstration.
     *
     * @throws ConfigException if the module is not on the class path
     */
    public static DeepGen nano() {
        return nano(ModelOptions.DEFAULT);
    }

    /** Opens the embedded nano model with options. */
    public static DeepGen nano(ModelOptions options) {
        return new DeepGen(EmbeddedNano.NAME, EmbeddedNano.folder(), options);
    }

    /**
     * The folder of the embedded nano model, unpacked into the user's cache; for training that starts from it.
     *
     * @throws ConfigException if the module is not on the class path
     */
    public static Path nanoFolder() {
        return EmbeddedNano.folder();
    }

    /** Dimensions of the opened model. */
    public ModelConfig config() {
        return networks.config();
    }

    /** Tells this model's weights from others; part of every {@link Recipe}. */
    public String fingerprint() {
        return networks.fingerprint();
    }

    /** Type of the arithmetic that was chosen: F32 or BF16. */
    public DType compute() {
        return networks.compute();
    }

    // ---- text to image ----

    /** One image, unobserved. */
    public Generated generate(GenerateRequest request) {
        return generate(request, 1, Observer.NONE).getFirst();
    }

    /**
     * {@code count} images of one request, image i with seed + i.
     *
     * @throws IllegalArgumentException if the request does not fit this model, saying what would
     * @throws MemoryException if the machine has too little memory for it, saying what would help
     * @throws CancelledException when the observer says so; all native memory is released by then
     */
    public List<Generated> generate(GenerateRequest request, int count, Observer observer) {
        return generate(request, count, observer, _ -> {});
    }

    /**
     * As {@link #generate(GenerateRequest, int, Observer)}.
     *
     * @param finished gets each image as soon as it is finished, on the calling thread
     */
    public List<Generated> generate(
            GenerateRequest request, int count, Observer observer, Consumer<Generated> finished) {
        return draw(resolve(request), count, observer, finished);
    }

    private ResolvedRequest resolve(GenerateRequest request) {
        return new ResolvedRequest(
                request.prompt(),
                request.negative(),
                generation.sample(request.prompt(), request.negative(), List.of()),
                request.size().orElse(config().defaultSize()),
                request.sampling().orGuidance(config().guidance()),
                List.of(),
                ResizeRule.NONE,
                0);
    }

    // ---- images and an instruction to image ----

    /** One image, unobserved. */
    public Generated edit(EditRequest request) {
        return edit(request, 1, Observer.NONE).getFirst();
    }

    /** {@code count} images of one request; as {@link #generate(GenerateRequest, int, Observer)}. */
    public List<Generated> edit(EditRequest request, int count, Observer observer) {
        return edit(request, count, observer, _ -> {});
    }

    /** As {@link #generate(GenerateRequest, int, Observer, Consumer)}. */
    public List<Generated> edit(EditRequest request, int count, Observer observer, Consumer<Generated> finished) {
        return draw(resolve(request), count, observer, finished);
    }

    private ResolvedRequest resolve(EditRequest request) {
        int side = request.imageSize().orElse(config().imageSize());
        String negative = request.negative().orElse(config().editNegative());
        List<Image> references = request.references().stream()
                .map(image -> Resize.resize(image, request.resize().target(image.size(), side), Filter.BICUBIC))
                .toList();
        references.forEach(image -> config().checkReference(image.size()));
        Size own = references.size() == 1 ? references.getFirst().size() : config().defaultSize();
        return new ResolvedRequest(
                request.prompt(),
                negative,
                generation.sample(request.prompt(), negative, references),
                request.size().orElse(own),
                request.sampling().orGuidance(config().guidance()),
                sources(request),
                request.resize(),
                side);
    }

    private static List<Recipe.Reference> sources(EditRequest request) {
        List<Recipe.Reference> sources = new ArrayList<>();
        for (Image image : request.references()) {
            int number = sources.size();
            String source = request.sources().isEmpty()
                    ? "reference-" + (number + 1)
                    : request.sources().get(number);
            sources.add(new Recipe.Reference(source, image.sha256()));
        }
        return sources;
    }

    // ---- both ----

    private synchronized List<Generated> draw(
            ResolvedRequest request, int count, Observer observer, Consumer<Generated> finished) {
        SamplingOptions options = request.sampling();
        config().checkDrawable(request.size());
        config().checkSkipLayers(
                        options.skipLayers().layers(), options.guidance().orElseThrow());
        if (count < 1) {
            throw new IllegalArgumentException("count expected >= 1, found " + count);
        }
        networks.offload(memory(request).choose(offload, available()));
        Recipe recipe = Recipe.of(made(), request);
        List<Generated> images = new ArrayList<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Prepared prepared = generation.prepare(List.of(request.sample()), observer);
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                Image image = draw(prepared, request, options.noise(i), observer);
                Generated generated =
                        new Generated(image, recipe.withSeed(recipe.seed() + i), i, (System.nanoTime() - start) / 1e9);
                images.add(generated);
                finished.accept(generated);
            }
        }
        return images;
    }

    private Image draw(Prepared prepared, ResolvedRequest request, Noise noise, Observer observer) {
        try (var _ = Scope.open()) {
            Tensor latents = generation.denoise(prepared, request.size(), request.sampling(), noise, observer);
            Tensor pixels = generation.decode(latents, observer);
            Image image = Pixels.toImage(pixels.squeeze(0));
            observer.record("image_u8", () -> Pixels.bytes(image).unsqueeze(0));
            return image;
        }
    }

    // ---- recipes ----

    /** The recipe of the first image of a request. */
    public Recipe recipe(GenerateRequest request) {
        return Recipe.of(made(), resolve(request));
    }

    /** The recipe of the first image of an edit. */
    public Recipe recipe(EditRequest request) {
        return Recipe.of(made(), resolve(request));
    }

    private Recipe.Made made() {
        return new Recipe.Made(name, networks.fingerprint(), networks.compute(), networks.constants());
    }

    // ---- memory ----

    /**
     * The memory that an image of this request takes, before it is drawn.
     *
     * @param offload {@link Offload#AUTO} for what would be chosen now
     * @throws MemoryException if it is AUTO and nothing fits
     */
    public MemoryForecast forecast(GenerateRequest request, Offload offload) {
        return forecast(memory(resolve(request)), offload);
    }

    /** The memory that an edit takes; as {@link #forecast(GenerateRequest, Offload)}. */
    public MemoryForecast forecast(EditRequest request, Offload offload) {
        return forecast(memory(resolve(request)), offload);
    }

    private static MemoryForecast forecast(MemoryPlan plan, Offload offload) {
        boolean open = offload == Offload.AUTO;
        return plan.forecast(open ? plan.choose(offload, available()) : offload);
    }

    /** Free memory of the processor; a GPU is not asked, since LibTorch reports when it is full. */
    private static long available() {
        return Device.getDefault() == Device.CPU ? AvailableMemory.bytes() : Long.MAX_VALUE;
    }

    private MemoryPlan memory(ResolvedRequest request) {
        Sample sample = request.sample();
        return new MemoryPlan(
                config(),
                MemoryForecast.WeightBytes.of(networks),
                new MemoryForecast.Work(
                        request.size(),
                        sample.references().stream().map(Image::size).toList(),
                        request.sampling().guidance().orElseThrow().active() ? 2 : 1,
                        sample.textTokens()),
                networks.compute());
    }

    @Override
    public synchronized void close() {
        networks.close();
    }
}
