// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.StoppableObserver;
import io.github.deepgen4j.model.lora.OfferedAdapter;
import io.github.deepgen4j.model.memory.MemoryException;
import io.github.deepgen4j.model.memory.MemoryForecast;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.text.Vocabulary;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * DeepGen 1.0: text to image, and images with an instruction to image.
 *
 * <pre>{@code
 * try (var deepgen = DeepGen.open(Path.of("DeepGen-1.0-diffusers"))) {
 *     Generated out = deepgen.generate(GenerateRequest.of("a red circle left of a blue square").withSeed(42));
 *     out.write(Path.of("out.png"));
 * }
 * }</pre>
 *
 * <p>Holds native memory and a thread of its own until closed. Any thread may call, virtual ones too: requests are
 * drawn one at a time on the model's thread, first come, first served, and those that do not fit the model are refused
 * at once. Observers and consumers are called on the model's thread, what depends on a future on other ones. The same
 * request gives the same bytes, whatever was drawn before or waits behind it.
 *
 * <p>Work is given up, before it begins or before its next transformer pass, when its future is cancelled or times out,
 * when a caller that waits for it is interrupted (the call then ends at once with {@link CancelledException}, the
 * interrupt flag set), when its observer says so, and when the model is closed. A request that fails, whatever the
 * cause, fails alone. After {@link #close} every method throws {@link ModelClosedException}. Null is refused with an
 * {@link IllegalArgumentException}.
 */
public final class DeepGen implements AutoCloseable {
    private final ModelThread<Engine> thread;

    private DeepGen(String name, Path folder, ModelOptions options) {
        this(name, () -> Engine.open(name, folder, options));
    }

    private DeepGen(String name, Supplier<Engine> open) {
        this.thread = new ModelThread<>("deepgen " + name, open);
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
        Given.require("folder", folder);
        return new DeepGen(folder.toString(), folder, Given.require("options", options));
    }

    /**
     * Opens a folder under a name of your own, which recipes say instead of its path; as
     * {@link #open(Path, ModelOptions)}.
     */
    public static DeepGen open(String name, Path folder, ModelOptions options) {
        return new DeepGen(
                Given.require("name", name), Given.require("folder", folder), Given.require("options", options));
    }

    /** Opens a model by its name with the defaults; see {@link #open(String, ModelOptions)}. */
    public static DeepGen open(String model) {
        return open(model, ModelOptions.DEFAULT);
    }

    /**
     * Opens a model by its name: {@code nano}, a folder, or {@code OWNER/NAME} for a repository of the Hugging Face hub
     * that was downloaded before (module {@code deepgen4j-hub}). Nothing is downloaded.
     *
     * @throws ConfigException if there is no such model, and as {@link #open(Path, ModelOptions)}
     */
    public static DeepGen open(String model, ModelOptions options) {
        Given.require("options", options);
        return new DeepGen(model, ModelNames.folder(Given.require("model", model)), options);
    }

    /**
     * Opens the embedded nano model (module {@code deepgen4j-nano}): coloured shapes, 64x64 pixels, a demonstration.
     *
     * @throws ConfigException if the module is not on the class path or module path
     */
    public static DeepGen nano() {
        return nano(ModelOptions.DEFAULT);
    }

    /** Opens the embedded nano model with options. */
    public static DeepGen nano(ModelOptions options) {
        return open(ModelNames.NANO, options);
    }

    /**
     * Draws with networks that somebody else opened and closes, and may change while nothing is drawn, as training
     * does between its steps. Nothing is remembered from one image to the next; weights stay in memory.
     *
     * @param name what recipes call the model; their fingerprint is that of the weights as they are now
     */
    public static DeepGen over(String name, Networks networks) {
        Given.require("networks", networks);
        return new DeepGen(Given.require("name", name), () -> Engine.over(name, networks));
    }

    /** Dimensions of the opened model. */
    public ModelConfig config() {
        return thread.ask(engine -> engine.networks().config());
    }

    /** The words that this model has learned from, where it has a list of them, as small ones should. */
    public Optional<Vocabulary> vocabulary() {
        return thread.ask(engine -> Vocabulary.read(engine.networks().folder()));
    }

    /**
     * The shortcuts of a speed with this model, for {@link SamplingOptions#withShortcuts}.
     *
     * @throws ConfigException if the model's {@code speed.json} is damaged
     */
    public Shortcuts shortcuts(Speed speed) {
        Given.require("speed", speed);
        return thread.ask(engine -> speed.shortcuts(engine.networks().folder()));
    }

    /**
     * Makes shortcuts the model's own setting of a speed, in the file {@code speed.json} of its folder, which is
     * replaced as a whole.
     *
     * @return the file
     * @throws IllegalArgumentException for {@link Speed#EXACT}, which leaves out nothing, and for the embedded nano,
     *     whose folder is a cache
     */
    public Path writeShortcuts(Speed speed, Shortcuts shortcuts) {
        Given.require("speed", speed);
        Given.require("shortcuts", shortcuts);
        return thread.ask(engine -> {
            if (engine.name().equals(ModelNames.NANO)) {
                throw new IllegalArgumentException("the embedded nano cannot be changed; open a copy of its folder");
            }
            return speed.write(engine.networks().folder(), shortcuts);
        });
    }

    /** The adapters that requests may choose by name, see {@link ModelOptions#named}. */
    public List<OfferedAdapter> adapters() {
        return thread.ask(engine -> engine.networks().offered());
    }

    /** Tells this model's weights from others; part of every {@link Recipe}. */
    public String fingerprint() {
        return thread.ask(Engine::fingerprint);
    }

    /** Type of the arithmetic that was chosen: F32 or BF16. */
    public DType compute() {
        return thread.ask(engine -> engine.networks().compute());
    }

    /**
     * The arithmetic in words: the type of activations, {@code F32} or {@code BF16}, and after it {@code INT8} if
     * linear layers were quantised when the model was opened.
     */
    public String arithmetic() {
        return thread.ask(
                engine -> engine.networks().compute() + (engine.networks().quantises() ? " INT8" : ""));
    }

    /** Number of requests that wait for their turn, without the one that is being drawn. */
    public int waiting() {
        return thread.ask(_ -> thread.waiting());
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
     * @throws CancelledException when the observer says so, all native memory being released by then; or when the
     *     calling thread is interrupted
     */
    public List<Generated> generate(GenerateRequest request, int count, Observer observer) {
        return generate(request, count, observer, _ -> {});
    }

    /**
     * As {@link #generate(GenerateRequest, int, Observer)}.
     *
     * @param finished gets each image as soon as it is finished, on the model's thread
     */
    public List<Generated> generate(
            GenerateRequest request, int count, Observer observer, Consumer<Generated> finished) {
        return thread.call(drawing(resolve(request), count, observer, finished));
    }

    /** One image, unobserved; as {@link #generateAsync(GenerateRequest, int, Observer, Consumer)}. */
    public CompletableFuture<Generated> generateAsync(GenerateRequest request) {
        return generateAsync(request, Observer.NONE);
    }

    /** One image; as {@link #generateAsync(GenerateRequest, int, Observer, Consumer)}. */
    public CompletableFuture<Generated> generateAsync(GenerateRequest request, Observer observer) {
        return thread.submit(one(drawing(resolve(request), 1, observer, _ -> {})));
    }

    /**
     * Images of one request, in the future. To cancel this future, or to let it time out
     * ({@link CompletableFuture#orTimeout}), gives the work up; to cancel one that depends on it does not.
     *
     * @param finished gets each image as soon as it is finished, on the model's thread
     * @return fails as {@link #generate(GenerateRequest, int, Observer)} throws, or with {@link ModelClosedException}
     * @throws IllegalArgumentException if the request does not fit this model, saying what would
     */
    public CompletableFuture<List<Generated>> generateAsync(
            GenerateRequest request, int count, Observer observer, Consumer<Generated> finished) {
        return thread.submit(drawing(resolve(request), count, observer, finished));
    }

    private ResolvedRequest resolve(GenerateRequest request) {
        Given.require("request", request);
        return thread.ask(engine -> engine.resolve(request));
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
        return thread.call(drawing(resolve(request), count, observer, finished));
    }

    /** One image, unobserved; as {@link #generateAsync(GenerateRequest, int, Observer, Consumer)}. */
    public CompletableFuture<Generated> editAsync(EditRequest request) {
        return editAsync(request, Observer.NONE);
    }

    /** One image; as {@link #generateAsync(GenerateRequest, int, Observer, Consumer)}. */
    public CompletableFuture<Generated> editAsync(EditRequest request, Observer observer) {
        return thread.submit(one(drawing(resolve(request), 1, observer, _ -> {})));
    }

    /** As {@link #generateAsync(GenerateRequest, int, Observer, Consumer)}. */
    public CompletableFuture<List<Generated>> editAsync(
            EditRequest request, int count, Observer observer, Consumer<Generated> finished) {
        return thread.submit(drawing(resolve(request), count, observer, finished));
    }

    private ResolvedRequest resolve(EditRequest request) {
        Given.require("request", request);
        return thread.ask(engine -> engine.resolve(request));
    }

    // ---- both ----

    private BiFunction<Engine, BooleanSupplier, List<Generated>> drawing(
            ResolvedRequest request, int count, Observer observer, Consumer<Generated> finished) {
        Given.require("observer", observer);
        Given.require("finished", finished);
        if (count < 1) {
            throw new IllegalArgumentException("count expected >= 1, found " + count);
        }
        ResolvedRequest drawable = thread.ask(engine -> engine.drawable(request));
        return (engine, unwanted) -> engine.draw(drawable, count, new StoppableObserver(observer, unwanted), finished);
    }

    private static BiFunction<Engine, BooleanSupplier, Generated> one(
            BiFunction<Engine, BooleanSupplier, List<Generated>> drawing) {
        return drawing.andThen(List::getFirst);
    }

    // ---- recipes ----

    /** The recipe of the first image of a request. */
    public Recipe recipe(GenerateRequest request) {
        ResolvedRequest resolved = resolve(request);
        return thread.ask(engine -> engine.recipe(resolved));
    }

    /** The recipe of the first image of an edit. */
    public Recipe recipe(EditRequest request) {
        ResolvedRequest resolved = resolve(request);
        return thread.ask(engine -> engine.recipe(resolved));
    }

    // ---- plans and memory ----

    /**
     * The plan of a request, without drawing it; answered at once, whatever is being drawn.
     *
     * @throws IllegalArgumentException if the request does not fit this model, saying what would
     * @throws MemoryException if the machine has too little memory for it now, saying what would help
     */
    public ImagePlan plan(GenerateRequest request) {
        return plan(resolve(request));
    }

    /** The plan of an edit; as {@link #plan(GenerateRequest)}. */
    public ImagePlan plan(EditRequest request) {
        return plan(resolve(request));
    }

    private ImagePlan plan(ResolvedRequest request) {
        return thread.ask(engine -> engine.plan(engine.drawable(request)));
    }

    /**
     * The memory that an image of this request takes, before it is drawn.
     *
     * @param offload {@link Offload#AUTO} for what would be chosen now
     * @throws MemoryException if it is AUTO and nothing fits
     */
    public MemoryForecast forecast(GenerateRequest request, Offload offload) {
        return forecast(resolve(request), offload);
    }

    /** The memory that an edit takes; as {@link #forecast(GenerateRequest, Offload)}. */
    public MemoryForecast forecast(EditRequest request, Offload offload) {
        return forecast(resolve(request), offload);
    }

    private MemoryForecast forecast(ResolvedRequest request, Offload offload) {
        Given.require("offload", offload);
        return thread.ask(engine -> engine.forecast(request, offload));
    }

    /**
     * Ends the image that is being drawn before its next transformer pass, fails it and all requests that wait with
     * {@link ModelClosedException}, and returns when the native memory is released. Called from an observer it returns
     * at once, and the rest follows when the observer returns. Closing twice is allowed.
     */
    @Override
    public void close() {
        thread.close();
    }
}
