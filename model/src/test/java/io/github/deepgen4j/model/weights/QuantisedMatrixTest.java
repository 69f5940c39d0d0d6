// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrices that are stored in int8, or become it when they are loaded; files whose scales are wrong. */
class QuantisedMatrixTest {
    private static final int OUT = 24;
    private static final int IN = 40;

    @TempDir
    Path folder;

    private final Map<String, Tensor> content = new LinkedHashMap<>();
    private Scope scope;
    private Rng rng;
    private long handles;

    @BeforeEach
    void open() {
        handles = Scope.liveHandles();
        scope = Scope.open();
        rng = Rng.seeded(1);
    }

    @AfterEach
    void nothingLeft() {
        rng.close();
        scope.close();
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.matrix("a.weight", OUT, IN);
        manifest.get("a.bias", OUT);
        return manifest;
    }

    private void write() {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), content);
    }

    private void store(Int8Matrix matrix) {
        content.put("a.weight", matrix.values());
        content.put("a.weight" + Int8Rules.SCALE, matrix.scales());
        content.put("a.bias", Tensor.zeros(DType.F32, OUT));
    }

    private Checkpoint checkpoint(boolean quantised) {
        return Checkpoint.open(folder, manifest(), DType.F32, _ -> quantised);
    }

    @Test
    void storedAndLoadedInt8GiveTheSameBytes() {
        Tensor weight = rng.normal(OUT, IN);
        Tensor x = rng.normal(3, IN);
        content.put("a.weight", weight);
        content.put("a.bias", rng.normal(OUT));
        write();
        Tensor exact;
        try (Checkpoint dense = checkpoint(false)) {
            exact = dense.matrix("a.weight", OUT, IN).product(x, null);
        }
        byte[] loaded;
        try (Checkpoint quantised = checkpoint(true)) {
            Tensor product = quantised.matrix("a.weight", OUT, IN).product(x, null);
            loaded = product.storedBytes();
            double error = product.sub(exact).norm().item() / exact.norm().item();
            assertThat(error).isBetween(1e-4, 0.03);
            assertThat(quantised.matrix("a.weight", OUT, IN).product(x, null).storedBytes())
                    .isEqualTo(loaded);
        }
        store(Int8Matrix.of(weight));
        write();
        try (Checkpoint stored = checkpoint(false)) {
            assertThat(stored.matrix("a.weight", OUT, IN).product(x, null).storedBytes())
                    .isEqualTo(loaded);
        }
    }

    @Test
    void rowsAndPlainTensorsAreScaled() {
        Int8Matrix matrix = Int8Matrix.of(rng.normal(OUT, IN));
        store(matrix);
        write();
        Tensor dense = matrix.dequantised(DType.F32);
        try (Checkpoint stored = checkpoint(false)) {
            Tensor ids = Tensor.of(new long[] {5, 0, 23, 5}, 2, 2);
            Tensor rows = stored.matrix("a.weight", OUT, IN).rows(ids, DType.F32);
            assertThat(rows.shape()).containsExactly(2, 2, IN);
            assertThat(rows.reshape(4, IN).storedBytes())
                    .isEqualTo(dense.indexSelect(0, ids.reshape(-1)).storedBytes());
            assertThat(stored.get("a.weight", OUT, IN).storedBytes()).isEqualTo(dense.storedBytes());
        }
    }

    @Test
    void everyFaultOfTheScalesIsToldBeforeAnythingIsLoaded() {
        Int8Matrix matrix = Int8Matrix.of(rng.normal(OUT, IN));
        store(matrix);
        content.remove("a.weight" + Int8Rules.SCALE);
        refused("missing", "a.weight_scale F32 (24)", "a.weight is int8 and means nothing without its scales");
        content.put("a.weight" + Int8Rules.SCALE, Tensor.ones(DType.F32, OUT - 1));
        refused("a.weight_scale expected F32 (24), found F32 (23)");
        content.put("a.weight" + Int8Rules.SCALE, Tensor.ones(DType.BF16, OUT));
        refused("a.weight_scale expected F32 (24), found BF16 (24)");
        content.put("a.weight" + Int8Rules.SCALE, Tensor.ones(DType.F32, OUT));
        content.put("a.bias", Tensor.zeros(DType.I8, OUT));
        refused("a.bias expected type [BF16, F16, F32], found I8");
        content.put("a.bias", Tensor.zeros(DType.F32, OUT));
        content.put("a.weight", rng.normal(OUT, IN));
        refused("unexpected a.weight_scale (24)");
    }

    private void refused(String... parts) {
        write();
        assertThatThrownBy(() -> checkpoint(false))
                .isInstanceOf(WeightException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void scalesThatCannotBeAreDamage() {
        Int8Matrix matrix = Int8Matrix.of(rng.normal(OUT, IN));
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            store(matrix);
            Tensor scales = matrix.scales().maskedFill(Tensor.arange(OUT).eq(3), wrong);
            content.put("a.weight" + Int8Rules.SCALE, scales);
            write();
            try (Checkpoint stored = checkpoint(false)) {
                Matrix broken = stored.matrix("a.weight", OUT, IN);
                Tensor x = rng.normal(1, IN);
                assertThatThrownBy(() -> broken.product(x, null))
                        .isInstanceOf(WeightException.class)
                        .hasMessageContaining("a.weight_scale expected positive numbers");
            }
        }
    }
}
