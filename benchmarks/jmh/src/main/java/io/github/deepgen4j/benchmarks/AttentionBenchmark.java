// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import static io.github.deepgen4j.tensor.Functional.softmax;

import io.github.deepgen4j.model.layers.Heads;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
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

/**
 * The transformer's attention at the lengths of a 512x512 image (1216 tokens) and of an edit (2496): what we use
 * (LibTorch's fused kernel in float32, matrix products in bf16 on the processor) against the candidates that were
 * tried.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class AttentionBenchmark extends TensorState {
    private static final int ROWS = 2;
    private static final int HEADS = 24;
    private static final int WIDTH = 64;

    @Param({"1216", "2496"})
    public int tokens;

    @Param({"F32", "BF16"})
    public DType type;

    @Param({"false", "true"})
    public boolean masked;

    private Tensor q;
    private Tensor k;
    private Tensor v;
    private Tensor mask;

    @Setup(Level.Trial)
    public void inputs() {
        open();
        // As the transformer's projections leave them: heads lie side by side in memory.
        q = Heads.split(normal(type, ROWS, tokens, HEADS * WIDTH), HEADS);
        k = Heads.split(normal(type, ROWS, tokens, HEADS * WIDTH), HEADS);
        v = Heads.split(normal(type, ROWS, tokens, HEADS * WIDTH), HEADS);
        mask = masked
                ? Tensor.arange(tokens).lt(tokens - 100).reshape(1, 1, 1, tokens).expand(ROWS, 1, tokens, tokens)
                : null;
    }

    @TearDown(Level.Trial)
    public void release() {
        close();
    }

    /** The work of {@link Heads#attend}. */
    @Benchmark
    public void attend() {
        try (var _ = Scope.open()) {
            Heads.attend(q, k, v, mask);
        }
    }

    @Benchmark
    public void attendOnContiguous() {
        try (var _ = Scope.open()) {
            Heads.attend(q.contiguous(), k.contiguous(), v.contiguous(), mask);
        }
    }

    /** All heads at once: score matrices of 24 heads are in memory. */
    @Benchmark
    public void batchedProducts() {
        try (var _ = Scope.open()) {
            products(q, k, v);
        }
    }

    /** Four heads at a time, so that the scores stay in the cache. */
    @Benchmark
    public void batchedProductsInChunks() {
        try (var _ = Scope.open()) {
            List<Tensor> parts = new ArrayList<>();
            for (int head = 0; head < HEADS; head += 4) {
                try (var inner = Scope.open()) {
                    parts.add(inner.keep(
                            products(q.narrow(1, head, 4), k.narrow(1, head, 4), v.narrow(1, head, 4))));
                }
            }
            Tensor.cat(1, parts);
        }
    }

    private Tensor products(Tensor queries, Tensor keys, Tensor values) {
        Tensor scores = queries.mul(1 / Math.sqrt(WIDTH)).matmul(keys.transpose(2, 3));
        if (mask != null) {
            scores = scores.maskedFill(mask.lt(0.5), Double.NEGATIVE_INFINITY);
        }
        return softmax(scores, -1).matmul(values);
    }
}
