// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import static io.github.deepgen4j.tensor.Functional.layerNorm;

import io.github.deepgen4j.model.layers.Linear;
import io.github.deepgen4j.model.layers.RmsNorm;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.model.vae.VaeConfig;
import io.github.deepgen4j.model.weights.RandomWeights;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Layers at the transformer's size (2 rows of 1216 tokens, width 1536), and the auto-encoder on a small image. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class LayerBenchmark extends TensorState {
    private static final int WIDTH = 1536;

    @Param({"F32", "BF16"})
    public DType type;

    private RandomWeights weights;
    private Tensor x;
    private Tensor heads;
    private Tensor shift;
    private Tensor scale;
    private Tensor latents;
    private Linear linear;
    private RmsNorm rmsNorm;
    private Autoencoder vae;

    @Setup(Level.Trial)
    public void inputs() {
        open();
        weights = new RandomWeights(1, type);
        x = normal(type, 2, 1216, WIDTH);
        heads = normal(type, 2, 24, 1216, 64);
        shift = normal(type, 2, 1, WIDTH);
        scale = normal(type, 2, 1, WIDTH);
        latents = normal(type, 1, 16, 16, 16);
        linear = new Linear(weights.at("linear"), WIDTH, WIDTH);
        rmsNorm = new RmsNorm(weights.at("norm"), 64, 1e-6);
        vae = new Autoencoder(
                new VaeConfig(3, 16, new int[] {128, 256, 512, 512}, 2, 32, 1.5305, 0.0609), weights.at("vae"));
    }

    @TearDown(Level.Trial)
    public void release() {
        weights.close();
        close();
    }

    @Benchmark
    public void linear() {
        try (var _ = Scope.open()) {
            linear.forward(x);
        }
    }

    @Benchmark
    public void normAndModulate() {
        try (var _ = Scope.open()) {
            layerNorm(x, 1e-6).mul(scale.add(1)).add(shift);
        }
    }

    @Benchmark
    public void rmsNormOfHeads() {
        try (var _ = Scope.open()) {
            rmsNorm.forward(heads);
        }
    }

    @Benchmark
    public void decode128x128() {
        try (var _ = Scope.open()) {
            vae.decode(latents);
        }
    }
}
