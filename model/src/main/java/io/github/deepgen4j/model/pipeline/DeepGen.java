// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.sampling.EulerStep;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.weights.AvailableMemory;
import io.github.deepgen4j.model.weights.ConfigException;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * DeepGen 1.0: text to image, and images with an instruction to image.
 *
 * <pre>{@code
 * try (var deepgen = DeepGen.open(Path.of("DeepGen-1.0-diffusers"))) {
 *     Image image = deepgen.generate(GenerateRequest.of("a red circle left of a blue square").withSeed(42));
 *     image.writePng(Path.of("out.png"));
 * }
 * }</pre>
 *
 * <p>Holds native memory until closed. Safe for several threads, which wait for each other: one image is drawn at a time.
 * The same request gives the same bytes, whatever was drawn before.
 */
public final class DeepGen implements AutoCloseable {
    private final ModelConfig config;
    private final Networks networks;
    private final Tokenizer tokenizer;
    private final Generation generation;
    private final String name;
    private final Residency residency;

    private DeepGen(String name, Path folder, ModelOptions options) {
        this.name = name;
        this.residency = options.residency();
        this.config = ModelConfig.read(folder);
        try (var _ = Autograd.disabled()) {
            this.networks = new Networks(folder, config, options.compute(), options.buffers());
            this.tokenizer = tokenizer(folder, networks);
            this.generation = new Generation(networks, config, new PromptTemplate(tokenizer), EulerStep.F32);
        }
    }

    private static Tokenizer tokenizer(Path folder, Networks networks) {
        try {
            return Tokenizer.open(folder.resolve("tokenizer"));
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
     * Opens a folder in the released layout, of any dimensions. Checks all files; weights are read when they are needed.
     *
     * @throws ConfigException if a configuration or the tokenizer is missing or cannot be
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

    /** The same with options. */
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
        return config;
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

    /** One image, nothing told on the way. */
    public Image generate(GenerateRequest request) {
        return generate(request, 1, Progress.NONE).getFirst();
    }

    /**
     * {@code count} images of one request, image i with seed + i.
     *
     * @throws IllegalArgumentException if the request does not fit this model, saying what would
     * @throws MemoryException if the machine has too little memory for it, saying what would help
     * @throws CancelledException when {@code progress} says so; all native memory is released by then
     */
    public List<Image> generate(GenerateRequest request, int count, Progress progress) {
        return generate(request, count, progress, Trace.OFF);
    }

    /** The same, with the intermediates of the last image recorded. */
    public List<Image> generate(GenerateRequest request, int count, Progress progress, Trace trace) {
        return draw(sample(request), size(request), settled(request.sampling()), count, progress, trace);
    }

    private static Sample sample(GenerateRequest request) {
        return new Sample(request.prompt(), request.negative(), List.of());
    }

    private Size size(GenerateRequest request) {
        return request.size().orElse(config.defaultSize());
    }

    // ---- images and an instruction to image ----

    /** One image, nothing told on the way. */
    public Image edit(EditRequest request) {
        return edit(request, 1, Progress.NONE).getFirst();
    }

    /** {@code count} images of one request, image i with seed + i; throws as {@link #generate(GenerateRequest, int, Progress)}. */
    public List<Image> edit(EditRequest request, int count, Progress progress) {
        return edit(request, count, progress, Trace.OFF);
    }

    /** The same, with the intermediates of the last image recorded. */
    public List<Image> edit(EditRequest request, int count, Progress progress, Trace trace) {
        Sample sample = sample(request);
        return draw(sample, size(request, sample), settled(request.sampling()), count, progress, trace);
    }

    private Sample sample(EditRequest request) {
        int side = side(request);
        List<Image> references = request.references().stream()
                .map(image -> Resize.resize(image, request.resize().target(image.size(), side), Filter.BICUBIC))
                .toList();
        references.forEach(image -> config.checkReference(image.size()));
        return new Sample(request.prompt(), negative(request), references);
    }

    private String negative(EditRequest request) {
        return request.negative().orElse(config.editNegative());
    }

    private int side(EditRequest request) {
        return request.imageSize().orElse(config.imageSize());
    }

    private Size size(EditRequest request, Sample sample) {
        Size own =
                sample.references().size() == 1 ? sample.references().getFirst().size() : config.defaultSize();
        return request.size().orElse(own);
    }

    // ---- both ----

    private SamplingOptions settled(SamplingOptions options) {
        return options.orGuidance(config.guidance());
    }

    private synchronized List<Image> draw(
            Sample sample, Size size, SamplingOptions options, int count, Progress progress, Trace trace) {
        config.checkDrawable(size);
        config.checkSkipLayers(options.skipLayers().layers(), options.guidance().orElseThrow());
        if (count < 1) {
            throw new IllegalArgumentException("count expected >= 1, found " + count);
        }
        networks.reside(memory(sample, size, options).choose(residency, available()));
        List<Image> images = new ArrayList<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Prepared prepared = generation.prepare(List.of(sample), progress, trace);
            for (int i = 0; i < count; i++) {
                try (var _ = Scope.open();
                        var noise = options.noise(i)) {
                    Tensor latents = generation.denoise(prepared, size, options, noise, progress, trace);
                    Tensor pixels = generation.decode(latents, progress, trace);
                    Image image = Pixels.toImage(pixels.squeeze(0));
                    trace.record("image_u8", () -> Pixels.bytes(image).unsqueeze(0));
                    images.add(image);
                    progress.image(i, image);
                }
            }
        }
        return images;
    }

    // ---- memory ----

    /**
     * What an image of this request takes in memory, before it is drawn.
     *
     * @param residency {@link Residency#AUTO} for what would be chosen now
     * @throws MemoryException if it is AUTO and nothing fits
     */
    public MemoryForecast forecast(GenerateRequest request, Residency residency) {
        return forecast(memory(sample(request), size(request), settled(request.sampling())), residency);
    }

    /** The same for an edit. */
    public MemoryForecast forecast(EditRequest request, Residency residency) {
        Sample sample = sample(request);
        return forecast(memory(sample, size(request, sample), settled(request.sampling())), residency);
    }

    private static MemoryForecast forecast(MemoryPlan plan, Residency residency) {
        boolean open = residency == Residency.AUTO;
        return plan.forecast(open ? plan.choose(residency, available()) : residency);
    }

    /** How much memory a GPU has left is not asked: LibTorch says so when it is full. */
    private static long available() {
        return Device.getDefault() == Device.CPU ? AvailableMemory.bytes() : Long.MAX_VALUE;
    }

    private MemoryPlan memory(Sample sample, Size size, SamplingOptions options) {
        List<Size> references = sample.references().stream().map(Image::size).toList();
        int rows = options.guidance().orElseThrow().active() ? 2 : 1;
        return new MemoryPlan(
                config,
                networks.weightBytes(config),
                new MemoryForecast.Work(size, references, rows, generation.tokens(sample)),
                networks.compute());
    }

    // ---- recipes ----

    /** How image {@code number} of a request was made, to be stored in its file. */
    public Recipe recipe(GenerateRequest request, int number) {
        GenerateRequest settled = request.withSampling(settled(request.sampling()));
        return Recipe.of(settled, size(request), number, made());
    }

    /**
     * The same for an edit.
     *
     * @param files where the references came from, one name each
     */
    public Recipe recipe(EditRequest request, List<String> files, int number) {
        EditRequest settled = request.withSampling(settled(request.sampling()));
        return Recipe.of(
                settled, files, negative(request), size(request, sample(request)), number, side(request), made());
    }

    private Recipe.Made made() {
        return new Recipe.Made(name, networks.fingerprint(), networks.compute(), networks.buffers());
    }

    @Override
    public synchronized void close() {
        tokenizer.close();
        networks.close();
    }
}
