// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import io.github.deepgen4j.model.components.Architecture;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.dit.Conditions;
import io.github.deepgen4j.model.dit.DiffusionTransformer;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.QuantisedWeights;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A transformer step with random weights in float32 and in int8, in one process: processor seconds of this thread (run
 * it with {@code OMP_NUM_THREADS=1}), and the relative error of the velocity, of each block alone and of all.
 * Arguments: a folder with the configuration of a model (weights are not read), and the side of the image in pixels.
 */
public final class Int8Step {
    private static final int ROWS = 2;
    private static final int RUNS = 2;
    private static final int CONTEXT = 192;

    private final ModelConfig config;
    private final Architecture architecture;
    private final Rng rng;
    private final Tensor latents;
    private final Conditions conditions;

    private Int8Step(ModelConfig config, int side, Rng rng) {
        this.config = config;
        this.architecture = new Architecture(config, ConstantPrecision.BF16);
        this.rng = rng;
        long cells = side / config.vae().downsampling();
        this.latents = rng.normal(ROWS, config.vae().latentChannels(), cells, cells);
        this.conditions = new Conditions(
                rng.normal(ROWS, CONTEXT, config.transformer().sequenceWidth()),
                rng.normal(ROWS, config.transformer().pooledWidth()));
    }

    /** Prints seconds and errors. */
    public static void main(String[] arguments) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                Rng rng = Rng.seeded(1)) {
            new Int8Step(ModelConfig.read(Path.of(arguments[0])), Integer.parseInt(arguments[1]), rng).measure();
        }
    }

    private void measure() {
        Map<String, Tensor> made = new HashMap<>();
        Weights dense = (name, shape) -> made.computeIfAbsent(name, _ -> random(name, shape));
        Tensor exact = step("float32", dense, null);
        Predicate<String> taken = name -> Int8Rules.DEFAULT.takes(Component.TRANSFORMER, name);
        quantised("int8", dense, taken, exact);
        step("float32", dense, exact);
        quantised("int8", dense, taken, exact);
        for (int i = 0; i < config.transformer().layers(); i++) {
            String block = "transformer_blocks." + i + ".";
            quantised("int8 in block " + i, dense, name -> name.startsWith(block), exact);
        }
    }

    private void quantised(String what, Weights dense, Predicate<String> names, Tensor exact) {
        try (QuantisedWeights weights = new QuantisedWeights(dense, names)) {
            step(what, weights, exact);
        }
    }

    /** As large as lets every layer keep the size of what it takes in; ones for norms. */
    private Tensor random(String name, long[] shape) {
        if (shape.length == 1) {
            return name.endsWith("weight") ? Tensor.ones(DType.F32, shape) : Tensor.zeros(DType.F32, shape);
        }
        long fanIn = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            fanIn *= shape[axis];
        }
        return rng.normal(shape).mul(1 / Math.sqrt(fanIn));
    }

    private Tensor step(String what, Weights weights, Tensor exact) {
        DiffusionTransformer dit = architecture.transformer(weights);
        try (var scope = Scope.open()) {
            var references = dit.embedReferences(Collections.nCopies(ROWS, List.of()));
            var embedded = dit.embed(conditions);
            Tensor time = Tensor.full(500, DType.F32, ROWS);
            Tensor velocity = null;
            long best = Long.MAX_VALUE;
            for (int i = 0; i < RUNS; i++) {
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                velocity = dit.forward(latents, references, embedded, time, Set.of());
                best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
            }
            String error = exact == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%9.4f %%",
                            100 * velocity.sub(exact).norm().item() / exact.norm().item());
            System.out.printf(Locale.ROOT, "%-20s %8.3f s %s%n", what, best / 1e9, error);
            return scope.keep(velocity);
        }
    }
}
