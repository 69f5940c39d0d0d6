// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import static io.github.deepgen4j.tensor.Functional.interpolateNearest2x;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.layers.Conv2d;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Fresh;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An image computed in bands is the image computed in one piece, at the seams too. */
class BandsTest {
    private static final int CHANNELS = 8;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    /** 8 channels of 1501 x 1500 pixels: 72 MB, several bands, the last one short. */
    private static Tensor image(Rng rng) {
        return rng.normal(1, CHANNELS, 1501, 1500).mul(3).add(2);
    }

    @Test
    void normSiluAndConvolutionAreTheSameInBands() {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(1);
                var weights = new Fresh(2, new DeepGenInitialiser(6))) {
            NormSiluConv layers =
                    new NormSiluConv(weights.at("encoder.norm1"), weights.at("encoder.conv1"), CHANNELS, 4, 2);
            Tensor x = image(rng);
            assertThat(Bands.needed(x)).isTrue();
            Tensor banded = layers.forward(x);
            Tensor whole = layers.forward(x.requireGrad(true)); // training is never cut
            assertThat(furthest(banded, whole)).isLessThan(1e-4);
        }
    }

    @Test
    void enlargingIsTheSameInBands() {
        try (var _ = Scope.open();
                var _ = Autograd.disabled();
                var rng = Rng.seeded(1);
                var weights = new Fresh(2, new DeepGenInitialiser(6))) {
            Conv2d conv = Conv2d.same3x3(weights.at("decoder.conv"), CHANNELS, CHANNELS);
            Tensor x = image(rng);
            Tensor banded = Bands.map(x, CHANNELS, 2, band -> conv.forward(interpolateNearest2x(band)));
            assertThat(furthest(banded, conv.forward(interpolateNearest2x(x)))).isLessThan(1e-4);
        }
    }

    @Test
    void smallImagesStayWhole() {
        try (var _ = Scope.open()) {
            assertThat(Bands.needed(Tensor.zeros(DType.F32, 1, CHANNELS, 64, 64)))
                    .isFalse();
        }
    }

    private static double furthest(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item();
    }
}
