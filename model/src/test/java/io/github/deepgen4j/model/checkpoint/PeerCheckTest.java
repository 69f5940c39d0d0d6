// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.weights.InitialValues;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerCheckTest {
    /** Twelve layers, in which q is larger than k and both grow with depth. */
    private static List<ScannedTensor> layers() {
        List<ScannedTensor> tensors = new ArrayList<>();
        for (int layer = 0; layer < 12; layer++) {
            tensors.add(tensor("layers." + layer + ".q.weight", 0.05 * Math.pow(1.03, layer)));
            tensors.add(tensor("layers." + layer + ".k.weight", 0.01 * Math.pow(1.03, layer)));
        }
        return tensors;
    }

    private static ScannedTensor tensor(String name, double rms) {
        var statistics = new TensorStatistics(100, 0, 0, -3 * rms, 3 * rms, 0, 100 * rms * rms);
        return new ScannedTensor(
                "model.safetensors", name, new long[] {10, 10}, 0, 200, statistics, new InitialValues.Normal(1));
    }

    @Test
    void depthAloneIsNotStrange() {
        assertThat(PeerCheck.of(layers())).isEmpty();
    }

    @Test
    void swappedTensorsAreNamed() {
        List<ScannedTensor> tensors = layers();
        tensors.set(8, tensor("layers.4.q.weight", 0.01));
        tensors.set(9, tensor("layers.4.k.weight", 0.05));
        assertThat(PeerCheck.of(tensors))
                .containsExactly(Finding.damage(
                        "model.safetensors", "layers.4.q.weight and layers.4.k.weight look swapped, by their values"));
    }

    @Test
    void aTensorFarFromItsPeersIsSuspicious() {
        List<ScannedTensor> tensors = layers();
        tensors.set(8, tensor("layers.4.q.weight", 50));
        assertThat(PeerCheck.of(tensors)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.SUSPICIOUS);
            assertThat(finding.what()).startsWith("layers.4.q.weight has a root mean square of 50.0;");
        });
    }

    @Test
    void oneOfAKindHasNoPeers() {
        assertThat(PeerCheck.of(List.of(tensor("proj_out.weight", 1000), tensor("proj_in.weight", 1e-4))))
                .isEmpty();
    }
}
