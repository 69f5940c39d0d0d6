// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.vae;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Large images in horizontal bands, so that what lies between two layers exists for one band only. A 3x3 convolution
 * needs one row above and below; with these rows a band's result is that of the whole image up to the order of
 * floating-point sums, and no seam can be seen. Images that fit a band, and training, are computed in one piece.
 */
final class Bands {
    private static final long BAND_BYTES = 32 << 20;

    private Bands() {}

    /** True when x (N, C, H, W) is worth cutting. */
    static boolean needed(Tensor x) {
        return !x.requiresGrad() && bytes(x) > 2 * BAND_BYTES && x.size(2) > 2;
    }

    private static long bytes(Tensor x) {
        return x.elements() * x.dtype().bytes();
    }

    private static long rows(Tensor x) {
        return Math.max(1, BAND_BYTES / (bytes(x) / x.size(2)));
    }

    /** Shows x (N, C, H, W) band by band, without neighbouring rows. */
    static void each(Tensor x, Consumer<Tensor> body) {
        for (long from = 0; from < x.size(2); from += rows(x)) {
            try (var _ = Scope.open()) {
                body.accept(x.narrow(2, from, Math.min(rows(x), x.size(2) - from)));
            }
        }
    }

    /**
     * The layers on x, band by band.
     *
     * @param layers (N, C, h, W) -> (N, channels, h * scale, W * scale); row r of the result depends on rows r/scale -
     *     1 to r/scale + 1 of the input
     */
    static Tensor map(Tensor x, long channels, int scale, UnaryOperator<Tensor> layers) {
        long height = x.size(2);
        Tensor out = Tensor.zeros(x.dtype(), x.size(0), channels, height * scale, x.size(3) * scale);
        for (long from = 0; from < height; from += rows(x)) {
            long to = Math.min(height, from + rows(x));
            long above = Math.max(0, from - 1);
            long below = Math.min(height, to + 1);
            try (var _ = Scope.open()) {
                Tensor band = layers.apply(x.narrow(2, above, below - above));
                out.narrow(2, from * scale, (to - from) * scale)
                        .copyFrom(band.narrow(2, (from - above) * scale, (to - from) * scale));
            }
        }
        return out;
    }
}
