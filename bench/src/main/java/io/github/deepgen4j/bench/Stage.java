// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.connector.StackedChannelBridging;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.dit.EmbeddedConditions;
import io.github.deepgen4j.model.dit.ReferenceTokens;
import io.github.deepgen4j.model.qwen.LanguageModel;
import io.github.deepgen4j.model.qwen.VisionTower;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One network on one workload: its inputs are random, its work is that of a real image. */
enum Stage {
    VISION {
        @Override
        double operations(Workload work) {
            return Cost.vision(work.config().vlm().vision(), (long) work.patchRows() * work.patchColumns());
        }

        @Override
        Runnable prepare(Workload work, Weights weights, Rng rng, DType type) {
            var vision = work.config().vlm().vision();
            VisionTower tower = work.architecture().vision(weights);
            Tensor rows = rng.normal((long) work.patchRows() * work.patchColumns(), vision.patchValues())
                    .to(type);
            return () -> tower.forward(rows, work.patchRows(), work.patchColumns());
        }
    },
    VLM {
        @Override
        double operations(Workload work) {
            return Cost.languageModel(work.config().vlm(), highest(work.config()), Workload.ROWS, work.positions());
        }

        @Override
        Runnable prepare(Workload work, Weights weights, Rng rng, DType type) {
            ModelConfig config = work.config();
            LanguageModel languageModel = work.architecture().languageModel(withoutTokenTable(weights));
            long length = work.positions();
            Tensor embeddings =
                    rng.normal(Workload.ROWS, length, config.vlm().hidden()).to(type);
            Tensor positions = Tensor.arange(length).reshape(1, 1, length).expand(3, Workload.ROWS, length);
            // The shorter of prompt and negative is padded, so a real batch has a mask.
            Tensor mask = Tensor.stack(
                    0,
                    Tensor.ones(DType.I64, length),
                    Tensor.cat(0, Tensor.zeros(DType.I64, 8), Tensor.ones(DType.I64, length - 8)));
            int[] wanted = config.connector().selectedLayers();
            return () -> languageModel.hiddenStates(embeddings, mask, positions, wanted);
        }
    },
    SCB {
        @Override
        double operations(Workload work) {
            return Cost.bridging(work.config().connector(), Workload.ROWS, work.positions());
        }

        @Override
        Runnable prepare(Workload work, Weights weights, Rng rng, DType type) {
            var connector = work.config().connector();
            StackedChannelBridging bridging = work.architecture().connector(weights);
            List<Tensor> states = new ArrayList<>();
            for (int i = 0; i < connector.selectedLayers().length; i++) {
                states.add(rng.normal(Workload.ROWS, work.positions(), connector.vlmHidden())
                        .to(type));
            }
            return () -> bridging.forward(states);
        }
    },
    DIT_STEP {
        @Override
        double operations(Workload work) {
            return Cost.transformer(work.config().transformer(), Workload.ROWS, work.imageTokens(), work.positions());
        }

        @Override
        Runnable prepare(Workload work, Weights weights, Rng rng, DType type) {
            var config = work.config().transformer();
            DiffusionTransformer dit = work.architecture().transformer(weights);
            Tensor latents = latents(work, rng, Workload.ROWS).to(type);
            List<List<Tensor>> references = Collections.nCopies(
                    Workload.ROWS,
                    work.edit() ? List.of(latents(work, rng, 1).squeeze(0).to(type)) : List.of());
            ReferenceTokens tokens = dit.embedReferences(references);
            EmbeddedConditions conditions = dit.embed(new Conditions(
                    rng.normal(Workload.ROWS, work.positions(), config.sequenceWidth())
                            .to(type),
                    rng.normal(Workload.ROWS, config.pooledWidth()).to(type)));
            Tensor time = Tensor.full(500, DType.F32, Workload.ROWS);
            return () -> dit.forward(latents, tokens, conditions, time, Set.of());
        }
    },
    VAE_ENCODE {
        @Override
        double operations(Workload work) {
            return Cost.encode(work.config().vae(), work.size());
        }

        @Override
        Runnable prepare(Workload work, Weights weights, Rng rng, DType type) {
            Autoencoder vae = work.architecture().vae(weights);
            Tensor pixels =
                    rng.uniform(1, 3, work.size().height(), work.size().width()).to(type);
            return () -> vae.encode(pixels);
        }
    },
    VAE_DECODE {
        @Override
        double operations(Workload work) {
            return Cost.decode(work.config().vae(), work.size());
        }

        @Override
        Runnable prepare(Workload work, Weights weights, Rng rng, DType type) {
            Autoencoder vae = work.architecture().vae(weights);
            Tensor latents = latents(work, rng, 1).to(type);
            return () -> vae.decode(latents);
        }
    };

    /** Operations of one run, two for a multiply-add. */
    abstract double operations(Workload work);

    /** Builds network and inputs, in the innermost scope; what it returns does the work once. */
    abstract Runnable prepare(Workload work, Weights weights, Rng rng, DType type);

    /** The component that the network takes its weights from. */
    Component component() {
        return switch (this) {
            case VISION, VLM -> Component.VLM;
            case SCB -> Component.CONNECTOR;
            case DIT_STEP -> Component.TRANSFORMER;
            case VAE_ENCODE, VAE_DECODE -> Component.VAE;
        };
    }

    /** True for a stage that only edits have. */
    boolean ofEdits() {
        return this == VISION || this == VAE_ENCODE;
    }

    private static int highest(ModelConfig config) {
        return Arrays.stream(config.connector().selectedLayers()).max().orElseThrow();
    }

    /** Some rows of the token table are read by a prompt; the table itself would only take memory. */
    private static Weights withoutTokenTable(Weights weights) {
        return new Weights() {
            @Override
            public Tensor get(String name, long... shape) {
                return name.equals("model.embed_tokens.weight")
                        ? Tensor.zeros(DType.F32, 1).expand(shape)
                        : weights.get(name, shape);
            }

            @Override
            public Matrix matrix(String name, long out, long in) {
                return name.equals("model.embed_tokens.weight")
                        ? Weights.super.matrix(name, out, in)
                        : weights.matrix(name, out, in);
            }
        };
    }

    private static Tensor latents(Workload work, Rng rng, long rows) {
        return rng.normal(rows, work.config().vae().latentChannels(), work.latentHeight(), work.latentWidth());
    }

    /**
     * Measures the stage: the fastest run.
     *
     * @param weights what the network takes its weights from, in the type {@code type}
     */
    Result measure(Workload work, Weights weights, DType type, double peak, Repeats repeats) {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1)) {
            Runnable once = prepare(work, weights, rng, type);
            double[] seconds = repeats.fastest(() -> run(once));
            return Result.of(toString(), seconds[0], operations(work), peak);
        }
    }

    private static double[] run(Runnable once) {
        try (var _ = Scope.open()) {
            long start = DeviceClock.nanos();
            once.run();
            return new double[] {(DeviceClock.nanos() - start) / 1e9};
        }
    }

    /**
     * The stage of a name.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    static Stage named(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "stage expected one of " + Arrays.toString(values()) + ", train-step or e2e, found " + name));
    }

    /** The name as the command line gives it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
