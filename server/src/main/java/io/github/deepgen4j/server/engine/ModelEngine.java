// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.LatentCheckpoint;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.memory.MemoryException;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ImagePlan;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.TensorSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** An engine in this process: a {@link DeepGen} and the questions that a server asks it. */
public final class ModelEngine implements Engine {
    private static final int PREVIEW_QUALITY = 80;
    private static final int CHECKPOINT = 5; // steps

    private final String name;
    private final DeepGen deepgen;
    private final ModelFacts facts;
    private volatile boolean closed;

    /** @param deepgen is owned */
    public ModelEngine(String name, DeepGen deepgen) {
        this.name = name;
        this.deepgen = deepgen;
        this.facts = facts(deepgen);
    }

    private static ModelFacts facts(DeepGen deepgen) {
        ModelConfig config = deepgen.config();
        long parameters = config.manifests().get(Component.TRANSFORMER).shapes().values().stream()
                .mapToLong(TensorSpec::elements)
                .sum();
        return new ModelFacts(
                deepgen.fingerprint(),
                deepgen.arithmetic().toLowerCase(Locale.ROOT),
                config.defaultSize(),
                config.sideMultiple(),
                config.longestSide(),
                config.steps(),
                config.guidance().scale(),
                config.transformer().layers(),
                parameters,
                deepgen.adapters().stream()
                        .map(each -> new LoraFacts(each.name(), each.strength(), each.sha256()))
                        .toList());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EngineState state() {
        return new EngineState(
                closed ? EngineState.Phase.CLOSED : EngineState.Phase.UP,
                "",
                System.currentTimeMillis(),
                0,
                ProcessHandle.current().pid(),
                0);
    }

    @Override
    public Optional<ModelFacts> facts() {
        return Optional.of(facts);
    }

    @Override
    public Settled settle(DrawRequest request) {
        try {
            ImagePlan plan = request.plan(deepgen);
            long references = plan.references().stream()
                    .mapToLong(size -> size.pixels() / ((long) facts.sideMultiple() * facts.sideMultiple()))
                    .sum();
            return new Settled(
                    plan.size(),
                    plan.negative(),
                    plan.guidance(),
                    plan.promptTokens(),
                    plan.referenceTokens(),
                    plan.imageTokens(),
                    plan.imageTokens() + references + plan.promptTokens() + plan.referenceTokens(),
                    plan.guidance() > 1 ? 2 : 1,
                    plan.adapterShare(),
                    plan.memory().peak());
        } catch (RuntimeException e) {
            throw refusal(e);
        }
    }

    @Override
    public void draw(DrawRequest request, DrawStart start, DrawWatch watch) {
        boolean resumable = !deepgen.shortcuts(request.settings().speed()).remembers();
        var observer = new Progress(watch, start.image(), resumable);
        try {
            Optional<LatentCheckpoint> from =
                    start.checkpoint().filter(_ -> resumable).map(LatentCheckpoint::of);
            request.draw(deepgen, start.image(), from, observer, observer::finished);
        } catch (RuntimeException e) {
            throw refusal(e);
        } catch (Error e) {
            throw failure(e);
        }
    }

    /** Failures in terms of the request where it is to blame. */
    private static EngineException refusal(RuntimeException failure) {
        return switch (failure) {
            case EngineException known -> known;
            case CancellationException _ -> EngineException.cancelled();
            case MemoryException _ ->
                new EngineException(EngineException.Kind.REFUSED, "insufficient_memory", "", failure.getMessage());
            case ImageException _ ->
                new EngineException(EngineException.Kind.REFUSED, "invalid_image", "image", failure.getMessage());
            case IllegalArgumentException _ -> Refusal.of(failure.getMessage());
            default -> failure(failure);
        };
    }

    private static EngineException failure(Throwable failure) {
        return EngineException.failed(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    @Override
    public void close() {
        closed = true;
        deepgen.close();
    }

    /** Says which field a refusal of the model is about, from the first words of its message. */
    private record Refusal(String start, String code, String field) {
        private static final List<Refusal> ALL = List.of(
                new Refusal("prompt expected at most", "prompt_too_long", "prompt"),
                new Refusal("prompt ", "invalid_value", "prompt"),
                new Refusal("negative expected at most", "prompt_too_long", "negative_prompt"),
                new Refusal("negative ", "invalid_value", "negative_prompt"),
                new Refusal("size ", "invalid_size", "size"),
                new Refusal("an edit with a mask has", "invalid_size", "size"),
                new Refusal("steps ", "invalid_value", "steps"),
                new Refusal("cfg ", "invalid_value", "guidance"),
                new Refusal("skip-layers ", "invalid_value", "skip_layers"),
                new Refusal("lora ", "invalid_value", "lora"),
                new Refusal("mask", "invalid_mask", "mask"),
                new Refusal("reference ", "invalid_image", "image"),
                new Refusal("image size ", "invalid_value", "image_size"));

        static EngineException of(String message) {
            Refusal fitting = Stream.concat(ALL.stream(), Stream.of(new Refusal("", "invalid_value", "")))
                    .filter(each -> message.startsWith(each.start))
                    .findFirst()
                    .orElseThrow();
            return new EngineException(EngineException.Kind.REFUSED, fitting.code, fitting.field, message);
        }
    }

    private static final class Progress implements Observer {
        private static final Map<Stage, String> NAMES = Map.of(
                Stage.READ_PROMPT, "reading",
                Stage.READ_REFERENCES, "encoding",
                Stage.DENOISE, "denoising",
                Stage.DECODE, "decoding");

        private final DrawWatch watch;
        private final int first;
        private final boolean resumable;
        private int image;

        /** @param resumable whether states in the middle of an image are of use */
        Progress(DrawWatch watch, int first, boolean resumable) {
            this.watch = watch;
            this.first = first;
            this.resumable = resumable;
            this.image = first;
        }

        @Override
        public void stage(Stage stage) {
            watch.stage(image, NAMES.get(stage));
        }

        @Override
        public void step(DenoisingStep step) {
            watch.step(image, step.number(), step.steps());
            if (resumable && step.number() % CHECKPOINT == 0 && step.number() < step.steps()) {
                watch.checkpoint(image, LatentCheckpoint.of(step).bytes());
            }
            if (watch.previews().at(step.number(), step.steps())) {
                watch.preview(image, step.number(), step.image().jpeg(PREVIEW_QUALITY, Map.of()));
            }
        }

        @Override
        public boolean cancelled() {
            return watch.cancelled();
        }

        void finished(Generated generated) {
            Image drawn = generated.image();
            watch.image(new DrawnImage(
                    first + generated.number(), generated.seed(), drawn.size(), generated.png(), generated.seconds()));
            image++;
        }
    }
}
