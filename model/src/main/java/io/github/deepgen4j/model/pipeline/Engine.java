// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Mask;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.lora.OfferedAdapter;
import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.memory.MemoryPlan;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open model: settles requests and draws them, one at a time. Opened, used for drawing and closed by one thread;
 * what else it answers may be asked on any thread while it is open.
 */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeepGen.class); // the name that users look for

    private final String name;
    private final Networks networks;
    private final boolean owned;
    private final String fingerprint;
    private final Generation generation;
    private final PreparedCache known;
    private final Offload offload;
    private final long transformerParameters;
    private final MemoryForecast.WeightBytes weights; // sums over all tensors: too slow for each of many plans

    private Engine(
            String name,
            Networks networks,
            boolean owned,
            String fingerprint,
            ModelOptions options,
            MemoryForecast.WeightBytes weights) {
        this.name = name;
        this.networks = networks;
        this.owned = owned;
        this.fingerprint = fingerprint;
        this.generation = new Generation(networks, new Euler());
        this.known = new PreparedCache(options.promptCache());
        this.offload = options.offload();
        this.transformerParameters = config().manifests().get(Component.TRANSFORMER).shapes().values().stream()
                .mapToLong(TensorSpec::elements)
                .sum();
        this.weights = weights;
    }

    /** @param name what the user calls the model */
    static Engine open(String name, Path folder, ModelOptions options) {
        long start = System.nanoTime();
        Networks networks;
        try (var _ = Autograd.disabled()) {
            networks = Networks.open(
                    folder,
                    NetworkOptions.mapped(options.compute(), options.constants())
                            .withAdapters(options.adapters()));
        }
        try {
            networks.offer(options.named());
            var engine = new Engine(
                    name, networks, true, networks.fingerprint(), options, MemoryForecast.WeightBytes.of(networks));
            LOG.info(
                    "{}: opened, weights {}, arithmetic {}, offload {}, {} s",
                    name,
                    networks.fingerprint(),
                    networks.compute(),
                    options.offload(),
                    seconds(start));
            return engine;
        } catch (RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    /** Over networks whose weights are in memory already, and belong to somebody else. */
    static Engine over(String name, Networks networks) {
        ModelOptions options = ModelOptions.DEFAULT.withOffload(Offload.NONE).withPromptCache(0);
        var loaded = new MemoryForecast.WeightBytes(0, 0, 0, 0, 0);
        try (var _ = Autograd.disabled()) {
            return new Engine(name, networks, false, networks.fingerprintNow(), options, loaded);
        }
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9);
    }

    String name() {
        return name;
    }

    String fingerprint() {
        return fingerprint;
    }

    Networks networks() {
        return networks;
    }

    private ModelConfig config() {
        return networks.config();
    }

    // ---- requests ----

    /** @throws IllegalArgumentException if the model cannot read the prompts */
    ResolvedRequest resolve(GenerateRequest request) {
        return new ResolvedRequest(
                request.prompt(),
                request.negative(),
                generation.sample(request.prompt(), request.negative(), List.of()),
                request.size().orElse(config().defaultSize()),
                settled(request.sampling()),
                List.of(),
                ResizeRule.NONE,
                0,
                Optional.empty(),
                List.of());
    }

    /** @throws IllegalArgumentException if the model cannot read the prompts or references */
    ResolvedRequest resolve(EditRequest request) {
        int side = request.imageSize().orElse(config().imageSize());
        String negative = request.negative().orElse(config().editNegative());
        List<Image> references = request.references().stream()
                .map(image -> Resize.resize(image, request.resize().target(image.size(), side), Filter.BICUBIC))
                .toList();
        references.forEach(image -> config().checkReference(image.size(), request.resize()));
        boolean one = references.size() == 1 || request.mask().isPresent();
        Size own = one ? references.getFirst().size() : config().defaultSize();
        Size size = request.size().orElse(own);
        return new ResolvedRequest(
                request.prompt(),
                negative,
                generation.sample(request.prompt(), negative, references),
                size,
                settled(request.sampling()),
                sources(request),
                request.resize(),
                side,
                request.mask().map(mask -> mask(mask, size, own)),
                request
                        .mask()
                        .map(mask ->
                                new Recipe.Reference(mask.source(), mask.image().sha256()))
                        .stream()
                        .toList());
    }

    /** With all that the model chooses, where the request does not. */
    private SamplingOptions settled(SamplingOptions options) {
        return options.or(config()).withAdapters(networks.settled(options.adapters()));
    }

    /** @param own size of the masked reference after its resize */
    private static Mask mask(EditMask mask, Size size, Size own) {
        if (!size.equals(own)) {
            throw new IllegalArgumentException(
                    "an edit with a mask has the size of the first image after its resize, %s; found the size %s"
                            .formatted(own, size));
        }
        return Mask.of(mask.image(), size);
    }

    /** @throws IllegalArgumentException if the model cannot draw it */
    ResolvedRequest drawable(ResolvedRequest request) {
        SamplingOptions options = request.sampling();
        config().checkDrawable(request.size());
        config().checkSkipLayers(
                        options.skipLayers().layers(), options.guidance().orElseThrow());
        options.shortcuts().reuse().checkSteps(options.steps().orElseThrow());
        return request;
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

    // ---- drawing ----

    List<Generated> draw(ResolvedRequest request, int count, Observer observer, Consumer<Generated> finished) {
        Offload chosen = memory(request).choose(offload, available());
        networks.offload(chosen);
        networks.choose(request.sampling().adapters());
        Recipe recipe = recipe(request);
        List<Generated> images = new ArrayList<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Prepared prepared = prepared(request, observer);
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                Image image = draw(prepared, request, i, observer);
                Generated generated =
                        new Generated(image, recipe.withSeed(recipe.seed() + i), i, (System.nanoTime() - start) / 1e9);
                LOG.info(
                        "{}: {} {}, {} steps, seed {}, offload {}, {} s",
                        name,
                        request.sources().isEmpty() ? "generated" : "edited",
                        request.size(),
                        request.sampling().steps().orElseThrow(),
                        Seed.text(generated.seed()),
                        chosen,
                        seconds(start));
                images.add(generated);
                finished.accept(generated);
            }
        }
        return images;
    }

    /** Looked up, or made and remembered; an observer that wants intermediate tensors sees them made. */
    private Prepared prepared(ResolvedRequest request, Observer observer) {
        Sample sample = request.sample();
        List<ChosenAdapter> adapters = request.sampling().adapters();
        Optional<Prepared> found = observer.records() ? Optional.empty() : known.get(sample, adapters);
        found.ifPresent(_ -> generation.passPreparation(List.of(sample), observer));
        return found.orElseGet(() -> known.put(sample, adapters, generation.prepare(List.of(sample), observer)));
    }

    private Image draw(Prepared prepared, ResolvedRequest request, int number, Observer observer) {
        SamplingOptions options = request.sampling();
        try (var _ = Scope.open()) {
            Tensor latents = generation.denoise(
                    prepared, request.size(), options.of(number), options.noise(number), request.mask(), observer);
            Tensor pixels = generation.decode(latents, observer);
            Image drawn = Pixels.toImage(pixels.squeeze(0));
            Image image = request.mask()
                    .map(mask -> mask.paste(request.sample().references().getFirst(), drawn))
                    .orElse(drawn);
            observer.record("image_u8", () -> Pixels.bytes(image).unsqueeze(0));
            return image;
        }
    }

    Recipe recipe(ResolvedRequest request) {
        return Recipe.of(
                new Recipe.Made(
                        name,
                        owned ? networks.fingerprint(request.sampling().adapters()) : fingerprint,
                        networks.compute(),
                        networks.constants(),
                        Stream.concat(opened(), chosen(request.sampling().adapters()))
                                .toList(),
                        networks.quantises()),
                request);
    }

    private Stream<Recipe.Lora> opened() {
        return networks.adapters().stream()
                .map(adapter -> new Recipe.Lora(
                        adapter.adapter().path().toString(),
                        adapter.sha256(),
                        adapter.adapter().factor()));
    }

    private Stream<Recipe.Lora> chosen(List<ChosenAdapter> adapters) {
        List<OfferedAdapter> offered = networks.offered(adapters);
        return IntStream.range(0, adapters.size())
                .mapToObj(i -> new Recipe.Lora(
                        adapters.get(i).name(),
                        offered.get(i).sha256(),
                        adapters.get(i).strength().orElseThrow()));
    }

    // ---- plans and memory ----

    ImagePlan plan(ResolvedRequest request) {
        Sample sample = request.sample();
        return new ImagePlan(
                request.size(),
                sample.references().stream().map(Image::size).toList(),
                request.negative(),
                request.sampling().guidance().orElseThrow().scale(),
                sample.prompt().textTokens(),
                sample.prompt().imageTokens(),
                request.size().pixels() / ((long) config().sideMultiple() * config().sideMultiple()),
                adapterShare(request.sampling().adapters()),
                forecast(request, offload));
    }

    /** Products of a transformer pass that are the chosen adapters', as a share of those of its weights. */
    private double adapterShare(List<ChosenAdapter> adapters) {
        long elements = networks.offered(adapters).stream()
                .mapToLong(each -> each.elements().getOrDefault(Component.TRANSFORMER, 0L))
                .sum();
        return (double) elements / transformerParameters;
    }

    MemoryForecast forecast(ResolvedRequest request, Offload asked) {
        MemoryPlan plan = memory(request);
        return plan.forecast(asked == Offload.AUTO ? plan.choose(asked, available()) : asked);
    }

    /** Free memory of the processor; a GPU is not asked, since LibTorch reports when it is full. */
    private static long available() {
        return Device.getDefault() == Device.CPU ? AvailableMemory.bytes() : Long.MAX_VALUE;
    }

    private MemoryPlan memory(ResolvedRequest request) {
        Sample sample = request.sample();
        return new MemoryPlan(
                config(),
                weights.plus(adapterBytes(request, Component.VLM), adapterBytes(request, Component.TRANSFORMER)),
                new MemoryForecast.Work(
                        request.size(),
                        sample.references().stream().map(Image::size).toList(),
                        request.sampling().guidance().orElseThrow().active() ? 2 : 1,
                        sample.textTokens(),
                        keptRows(request.sampling())),
                networks.compute());
    }

    private long adapterBytes(ResolvedRequest request, Component component) {
        return networks.offered(request.sampling().adapters()).stream()
                .mapToLong(each -> each.bytes(component))
                .sum();
    }

    /** Rows of all fields that are asked, each of which remembers for itself. */
    private static int keptRows(SamplingOptions options) {
        Shortcuts shortcuts = options.shortcuts();
        if (shortcuts.references().equals(ReferenceReuse.NONE)) {
            return 0;
        }
        if (!options.guidance().orElseThrow().active()) {
            return 1;
        }
        return 2
                + (shortcuts.guidance().equals(GuidanceInterval.ALL) ? 0 : 1)
                + (options.skipLayers().layers().isEmpty() ? 0 : 1);
    }

    @Override
    public void close() {
        known.close();
        if (owned) {
            networks.close();
        }
        LOG.info("{}: closed", name);
    }
}
