// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The default device. Run with {@code -Ddeepgen.device=cuda} the whole suite computes on a GPU, this class included.
 */
class DeviceTest {
    private final Device before = Device.getDefault();

    @AfterEach
    void restore() {
        Device.setDefault(before);
    }

    @Test
    void factoriesAndDrawsUseTheDefaultDevice() {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1)) {
            for (Tensor made : new Tensor[] {
                Tensor.zeros(DType.F32, 2),
                Tensor.full(1, DType.BF16, 2),
                Tensor.arange(2),
                Tensor.of(new float[] {1, 2}, 2),
                rng.normal(2),
                rng.uniform(2),
                rng.permutation(2)
            }) {
                assertThat(made.device()).isEqualTo(before);
                assertThat(made.toDefaultDevice()).isSameAs(made);
            }
        }
    }

    @Test
    void aDrawIsTheSameOnEveryDevice() {
        assumeTrue(Device.CUDA.available());
        assertThat(drawOn(Device.CUDA)).containsExactly(drawOn(Device.CPU));
    }

    private static float[] drawOn(Device device) {
        Device.setDefault(device);
        try (var _ = Scope.open();
                var rng = Rng.seeded(7)) {
            return rng.normal(100).toFloats();
        }
    }

    @Test
    void valuesAndTheTypeSurviveTheWayThereAndBack() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).to(DType.BF16);
            for (Device device : Device.values()) {
                if (device.available()) {
                    Tensor there = x.to(device);
                    assertThat(there.device()).isEqualTo(device);
                    assertThat(there.dtype()).isEqualTo(DType.BF16);
                    assertThat(there.toFloats()).containsExactly(1, 2, 3);
                    device.synchronize();
                }
            }
        }
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Device.selectGpu(Device.gpus()))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("expected one of " + Device.gpus() + " GPUs, found " + Device.gpus());
        assertThat(Device.gpus() > 0).isEqualTo(Device.CUDA.available());
    }

    @Test
    void aDeviceThatIsNotThereIsRefusedAndChangesNothing() {
        assumeTrue(!Device.CUDA.available());
        assertThatThrownBy(() -> Device.setDefault(Device.CUDA))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("expected an NVIDIA GPU")
                .hasMessageContaining("-Pcuda");
        assertThat(Device.getDefault()).isEqualTo(Device.CPU);
    }
}
