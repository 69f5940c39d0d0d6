// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseTest {
    @TempDir
    private Path folder;

    @Test
    void storedDrawsMustBeFloatsOfTheRightShape() {
        Path file = folder.resolve("noise.safetensors");
        long handles = Scope.liveHandles();
        try (var _ = Scope.open()) {
            SafetensorsWriter.write(
                    file,
                    Map.of(
                            "noise", Tensor.zeros(DType.I64, 1, 2),
                            "vae_epsilon.0.0", Tensor.zeros(DType.F32, 3)));
            var noise = new Noise.FromFile(file);
            assertThatThrownBy(() -> noise.initial(1, 2))
                    .hasMessage(file + ": noise expected a type of floating point, found I64");
            assertThatThrownBy(() -> noise.references(List.of(List.of(new long[] {4}))))
                    .hasMessage(file + ": vae_epsilon.0.0 expected [4], found [3]");
            assertThatThrownBy(() -> noise.references(List.of(List.of(new long[] {3}, new long[] {3}))))
                    .hasMessage(file + ": tensor vae_epsilon.0.1 is missing");
            assertThat(noise.references(List.of(List.of(new long[] {3})))
                            .getFirst()
                            .getFirst()
                            .shape())
                    .containsExactly(3);
        }
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }
}
