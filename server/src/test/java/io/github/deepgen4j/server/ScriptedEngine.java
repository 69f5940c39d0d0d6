// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.server.engine.DrawStart;
import io.github.deepgen4j.server.engine.DrawWatch;
import io.github.deepgen4j.server.engine.DrawnImage;
import io.github.deepgen4j.server.engine.EngineException;
import io.github.deepgen4j.server.engine.EngineState;
import io.github.deepgen4j.server.engine.LoraFacts;
import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.engine.RestingEngine;
import io.github.deepgen4j.server.engine.Settled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An engine that follows its prompts and needs no LibTorch: it draws noise of its seed and speed. Prompts that contain
 * {@code gate} wait at each step for a permit, {@code fail} fails, {@code crash} is a lost engine, {@code die} ends the
 * process.
 */
public final class ScriptedEngine implements RestingEngine {
    public static final int SIDE = 64;

    /** Adapters that it offers: a pass with one does half as much again. */
    public static final List<LoraFacts> LORAS =
            List.of(new LoraFacts("cats", 0.8, "a".repeat(64)), new LoraFacts("dogs", 1, "b".repeat(64)));

    private static final ModelFacts FACTS = facts("0123456789abcdef");

    private final String name;
    private final List<String> drawn = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private volatile int stepMillis;
    private volatile Optional<Path> log = Optional.empty();
    private volatile EngineState.Phase phase = EngineState.Phase.UP;
    private volatile String fingerprint = FACTS.fingerprint();
    private volatile String version = "test";
    private volatile String light = "";
    private volatile long lastAsked = System.currentTimeMillis();
    private volatile List<String> journal = new CopyOnWriteArrayList<>();

    private static ModelFacts facts(String fingerprint) {
        return new ModelFacts(fingerprint, "f32", new Size(SIDE, SIDE), 16, 256, 10, 4, 4, 1_000_000, LORAS);
    }

    public ScriptedEngine(String name) {
        this.name = name;
    }

    /** Also writes down what it draws and when it rests, in a list that others may share. */
    public ScriptedEngine withJournal(List<String> value) {
        journal = value;
        return this;
    }

    /** Appends a byte to a file with each step. */
    public ScriptedEngine withLog(Optional<Path> file) {
        log = file;
        return this;
    }

    public ScriptedEngine withStepMillis(int value) {
        stepMillis = value;
        return this;
    }

    /** Has other weights. */
    public void fingerprint(String value) {
        fingerprint = value;
    }

    /** Draws as another version of this program would, which writes its name into each file. */
    public void version(String value) {
        version = value;
    }

    /** Draws other pixels than before, as other hardware would. */
    public void light(String value) {
        light = value;
    }

    /** Prompts, numbers of images and of steps in the order in which they were made. */
    public List<String> steps() {
        return List.copyOf(steps);
    }

    /** Prompts and numbers of images in the order in which they were finished. */
    public List<String> drawn() {
        return List.copyOf(drawn);
    }

    /** Lets gated drawings make so many steps. */
    public void permit(int steps) {
        gate.release(steps);
    }

    public void phase(EngineState.Phase value) {
        phase = value;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EngineState state() {
        return new EngineState(phase, "", System.currentTimeMillis(), 0, 0, 0);
    }

    @Override
    public Optional<ModelFacts> facts() {
        return phase == EngineState.Phase.LOADING ? Optional.empty() : Optional.of(facts(fingerprint));
    }

    @Override
    public synchronized void rest() {
        if (phase == EngineState.Phase.UP) {
            phase = EngineState.Phase.RESTING;
            journal.add(name + " rests");
        }
    }

    @Override
    public long lastAskedMillis() {
        return lastAsked;
    }

    private synchronized void wake() {
        lastAsked = System.currentTimeMillis();
        if (phase == EngineState.Phase.RESTING) {
            phase = EngineState.Phase.UP;
        }
    }

    @Override
    public Settled settle(DrawRequest request) {
        wake();
        DrawSettings settings = request.settings();
        int words = settings.prompt().split("\\s+").length;
        if (words > 1024) {
            throw refused("prompt_too_long", "prompt", "prompt expected at most 1024 tokens, found " + words);
        }
        if (settings.prompt().contains("huge")) {
            throw refused("insufficient_memory", "", "an image needs 99 GiB of memory, 1 GiB are available");
        }
        int references = 0;
        try {
            for (byte[] file : request.references()) {
                Image.read(file, "image " + ++references, DrawRequest.MOST_PIXELS);
            }
        } catch (ImageException e) {
            throw refused("invalid_image", "image", e.getMessage());
        }
        Size size = settings.size().orElse(FACTS.size());
        long tokens = size.pixels() / 256;
        return new Settled(
                size,
                settings.negative().orElse(""),
                settings.guidance().orElse(FACTS.guidance()),
                words,
                16 * references,
                tokens,
                tokens + words + 32L * references,
                settings.guidance().orElse(FACTS.guidance()) > 1 ? 2 : 1,
                0.5 * settings.lora().size(),
                1L << 30);
    }

    private static EngineException refused(String code, String field, String message) {
        return new EngineException(EngineException.Kind.REFUSED, code, field, message);
    }

    @Override
    public void draw(DrawRequest request, DrawStart start, DrawWatch watch) {
        wake();
        journal.add(name + " draws " + request.settings().prompt());
        DrawSettings settings = request.settings();
        boolean resumable = settings.speed() == Speed.EXACT; // as a model whose steps remember each other
        int done = resumable ? start.checkpoint().map(state -> (int) state[0]).orElse(0) : 0;
        for (int image = start.image(); image < settings.count(); image++) {
            watch.stage(image, "reading");
            misbehave(settings.prompt());
            watch.stage(image, "denoising");
            for (int step = done + 1; step <= settings.steps(); step++) {
                rest(settings, watch);
                watch.step(image, step, settings.steps());
                this.steps.add(settings.prompt() + " " + image + " " + step);
                log.ifPresent(ScriptedEngine::append);
                if (resumable && step % 5 == 0 && step < settings.steps()) {
                    watch.checkpoint(image, new byte[] {(byte) step});
                }
                if (step < settings.steps() && watch.previews().partialAt(step, settings.steps()) >= 0
                        || watch.previews().often()) {
                    watch.preview(image, step, picture(settings, image).jpeg(80, Map.of()));
                }
            }
            done = 0;
            watch.stage(image, "decoding");
            byte[] png = picture(settings, image).png(Map.of("deepgen", recipe(request, image)));
            drawn.add(settings.prompt() + " " + image);
            watch.image(new DrawnImage(
                    image, settings.seed() + image, settings.size().orElse(FACTS.size()), png, 0.01));
        }
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, ".", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recipe that a real engine would write down, too; the page reads it back. */
    private String recipe(DrawRequest request, int image) {
        DrawSettings settings = request.settings();
        Size size = settings.size().orElse(FACTS.size());
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("version", version);
        recipe.put("model", "scripted");
        recipe.put("fingerprint", facts(fingerprint).fingerprint(settings.lora()));
        recipe.put("dtype", "F32");
        recipe.put("buffers", "BF16");
        recipe.put("prompt", settings.prompt());
        recipe.put("negative", settings.negative().orElse(""));
        recipe.put("seed", settings.seed() + image);
        recipe.put("steps", settings.steps());
        recipe.put("guidance", settings.guidance().orElse(FACTS.guidance()));
        recipe.put("skip_layers", List.of());
        recipe.put("skip_layers_scale", 2.5);
        recipe.put("width", size.width());
        recipe.put("height", size.height());
        recipe.put("noise", "seed");
        recipe.put(
                "references",
                request.references().stream()
                        .map(file -> Map.of("file", "a", "sha256", Digest.sha256(file)))
                        .toList());
        recipe.put("resize", "FIX_PIXELS");
        recipe.put("image_size", 0);
        recipe.put("posterior", "SAMPLE");
        if (!settings.lora().isEmpty()) {
            recipe.put(
                    "lora",
                    settings.lora().stream()
                            .map(each -> Map.of(
                                    "file",
                                    each.name(),
                                    "sha256",
                                    FACTS.lora(each.name()).orElseThrow().sha256(),
                                    "strength",
                                    each.strength().orElseThrow()))
                            .toList());
        }
        return JsonNode.of(recipe).toString();
    }

    private static void misbehave(String prompt) {
        if (prompt.contains("fail")) {
            throw EngineException.failed("the drawing failed, as it was told to");
        }
        if (prompt.contains("crash")) {
            throw EngineException.lost("signal 11");
        }
        if (prompt.contains("die")) {
            Runtime.getRuntime().halt(134);
        }
    }

    private void rest(DrawSettings settings, DrawWatch watch) {
        try {
            Thread.sleep(stepMillis);
            while (settings.prompt().contains("gate")
                    && !watch.cancelled()
                    && !gate.tryAcquire(10, TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            throw EngineException.cancelled();
        }
        if (watch.cancelled()) {
            throw EngineException.cancelled();
        }
    }

    /** Depends on request and number alone: blocks of a colour from the prompt and seed. */
    private Image picture(DrawSettings settings, int image) {
        Size size = settings.size().orElse(FACTS.size());
        byte[] colour = Digest.sha256()
                .add(settings.prompt().getBytes(StandardCharsets.UTF_8))
                .add(Long.toString(settings.seed() + image))
                .add(settings.speed().toString())
                .add(settings.lora().toString())
                .add(light)
                .bytes();
        byte[] rgb = new byte[3 * size.width() * size.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = colour[i % 3 + 3 * (i / (3 * size.width()) % 8)];
        }
        return Image.of(size.width(), size.height(), rgb);
    }

    @Override
    public void close() {
        phase = EngineState.Phase.CLOSED;
    }
}
