// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static Bench tiny(Compute compute) {
        return new Bench(
                Preset.TINY,
                Optional.empty(),
                Optional.of(new Size(64, 64)),
                false,
                1,
                false,
                1,
                1,
                ModelOptions.DEFAULT.withCompute(compute));
    }

    @Test
    void aCancelledBenchEndsWithoutARun() {
        Bench bench = tiny(Compute.F32);
        assertThatThrownBy(() -> bench.run(List.of("scb"), _ -> {}, () -> true)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> bench.run(List.of("e2e"), _ -> {}, () -> true)).isInstanceOf(CancelledException.class);
    }

    @Test
    void int8IsMeasuredAndSaidAndDoesNotTrain() {
        Bench bench = tiny(Compute.INT8_F32);
        Bench.Report report = bench.run(List.of("vlm", "scb", "dit-step"), _ -> {}, () -> false);
        assertThat(report.results()).hasSize(3);
        assertThat(report.facts()).containsEntry("linear_layers", "int8").containsEntry("dtype", "f32");
        assertThatThrownBy(() -> bench.run(List.of("train-step"), _ -> {}, () -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found int8, which does not train");
    }
}
