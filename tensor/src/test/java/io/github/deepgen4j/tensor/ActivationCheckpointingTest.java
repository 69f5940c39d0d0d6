// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static io.github.deepgen4j.tensor.Functional.dropout;
import static io.github.deepgen4j.tensor.Functional.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivationCheckpointingTest {
    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** Two segments in a row, two streams, dropout inside, a condition that all segments share. */
    private static List<float[]> gradients(boolean recompute, List<Integer> runs) {
        List<float[]> gradients = new ArrayList<>();
        try (var _ = Scope.open();
                var _ = recompute ? ActivationCheckpointing.open() : null;
                var rng = Rng.seeded(1)) {
            Rng.seedGlobal(7);
            Tensor x = rng.normal(3, 4).requireGrad(true);
            Tensor c = rng.normal(2, 4).requireGrad(true);
            Tensor w = rng.normal(4, 4).requireGrad(true);
            Tensor unused = rng.normal(2).requireGrad(true);
            Tensor[] streams = {x, c, unused};
            for (int segment = 0; segment < 2; segment++) {
                UnaryOperator<Tensor[]> body = in -> {
                    runs.add(1);
                    Tensor mixed = linear(dropout(in[0], 0.5), w, null).mul(in[1].mean(0, true));
                    return new Tensor[] {in[0].add(mixed), in[1].mul(in[1]).add(mixed.mean())};
                };
                try (var scope = Scope.open()) {
                    Tensor[] out = ActivationCheckpointing.of(body, streams);
                    streams = new Tensor[] {scope.keep(out[0]), scope.keep(out[1]), unused};
                }
            }
            Tensor loss = streams[0].square().sum().add(streams[1].sum());
            loss.backward();
            gradients.add(new float[] {(float) loss.item()});
            for (Tensor leaf : List.of(x, c, w)) {
                gradients.add(leaf.grad().toFloats());
            }
        }
        return gradients;
    }

    @Test
    void gradientsAreThoseOfAPlainRunDropoutIncluded() {
        List<Integer> plainRuns = new ArrayList<>();
        List<Integer> runs = new ArrayList<>();
        List<float[]> plain = gradients(false, plainRuns);
        List<float[]> recomputed = gradients(true, runs);
        assertThat(plainRuns).hasSize(2);
        assertThat(runs).hasSize(4);
        for (int i = 0; i < plain.size(); i++) {
            assertThat(recomputed.get(i)).containsExactly(plain.get(i), org.assertj.core.api.Assertions.within(1e-4f));
        }
    }

    @Test
    void nothingIsComputedTwiceWithoutGradients() {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var _ = ActivationCheckpointing.open()) {
            Tensor x = Tensor.ones(DType.F32, 2);
            assertThat(ActivationCheckpointing.of(in -> in, x)[0]).isSameAs(x);
        }
    }

    @Test
    void failureOfTheSecondRunIsReported() {
        List<Integer> runs = new ArrayList<>();
        assertThatThrownBy(() -> {
                    try (var _ = Scope.open();
                            var _ = ActivationCheckpointing.open()) {
                        Tensor x = Tensor.ones(DType.F32, 2).requireGrad(true);
                        ActivationCheckpointing.of(
                                        in -> {
                                            runs.add(1);
                                            return new Tensor[] {runs.size() > 1 ? in[0].reshape(7) : in[0].mul(2)};
                                        },
                                        x)[0]
                                .sum()
                                .backward();
                    }
                })
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("activation checkpointing")
                .hasMessageContaining("reshape");
    }
}
