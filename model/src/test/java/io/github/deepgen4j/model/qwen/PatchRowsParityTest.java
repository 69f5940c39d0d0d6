// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.TinyModel;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class PatchRowsParityTest {
    private static final QwenConfig CONFIG = Golden.vlmConfig();

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @DisabledIfSystemProperty(
            named = "deepgen.device",
            matches = "cuda",
            disabledReason = "compares bits; a GPU gives another last one")
    @Test
    void rowsOfAnImageAreThoseOfTheReference() {
        try (var _ = Scope.open();
                var golden = Golden.tensors("resize/vlm_rows.safetensors")) {
            Tensor pixels = Pixels.toTensor(image(golden.tensor("image_u8")));
            assertThat(pixels.toFloats()).isEqualTo(golden.tensor("pixels").toFloats());
            PatchRows rows = rows(pixels, ConstantPrecision.F32, DType.F32);
            assertGrid(rows, golden.tensor("grid_thw"));
            assertClose("vlm_rows", rows.rows(), golden.tensor("rows"), COMPONENT);
        }
    }

    @Test
    void rowsOfAReferenceAreThoseOfTheReference() {
        try (var _ = Scope.open();
                var golden = Golden.tensors("edit1/tensors.safetensors")) {
            for (String key : golden.names()) {
                if (key.startsWith("vlm_rows.")) {
                    String sample = key.substring("vlm_rows".length());
                    Image image = image(golden.tensor("ref_u8" + sample));
                    PatchRows rows = rows(Pixels.toTensor(image), ConstantPrecision.F32, DType.F32);
                    assertGrid(rows, golden.tensor("grid_thw" + sample));
                    assertClose("edit1 " + key, rows.rows(), golden.tensor(key), COMPONENT);
                }
            }
        }
    }

    @Test
    void roundedConstantsGiveTheRecordedImageTokens() {
        try (var _ = Scope.open();
                var weights = TinyModel.component("tiny/vlm", DType.F32);
                var edit = Golden.tensors("edit1/tensors.safetensors");
                var golden = Golden.tensors("rounded_buffers/edit1.safetensors")) {
            VisionTower tower = new VisionTower(CONFIG, ConstantPrecision.BF16, weights.at("visual"));
            PatchRows rows = rows(Pixels.toTensor(image(edit.tensor("ref_u8.0.0"))), ConstantPrecision.BF16, DType.F32);
            Tensor tokens = tower.forward(rows.rows(), rows.gridHeight(), rows.gridWidth());
            assertClose("rounded_buffers vision.0.0", tokens, golden.tensor("vision.0.0"), COMPONENT);
        }
    }

    private static PatchRows rows(Tensor pixels, ConstantPrecision constants, DType compute) {
        return PatchRows.of(pixels, CONFIG.vision(), constants, compute);
    }

    private static void assertGrid(PatchRows rows, Tensor grid) {
        assertThat(new long[] {1, rows.gridHeight(), rows.gridWidth()}).isEqualTo(grid.toLongs());
    }

    private static Image image(Tensor bytes) {
        return Image.of((int) bytes.size(1), (int) bytes.size(0), bytes.toBytes());
    }

    @Test
    void refusesASideThatIsNoMultipleOf32() {
        try (var _ = Scope.open()) {
            Tensor pixels = Tensor.zeros(DType.F32, 3, 64, 80);
            assertThatThrownBy(() -> rows(pixels, ConstantPrecision.F32, DType.F32))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("80x64");
        }
    }
}
