// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.List;

/**
 * Codes of things that are alike where their drawings are: the principal components of all pixels, each divided by the
 * root of its deviation, so that small ones are heard. From them a transformer learns to draw much sooner than from
 * random ones, with which it must learn each thing by heart.
 */
final class PictureCodes {
    private PictureCodes() {}

    /**
     * The codes (n, k) of n drawings, of mean square 1, in F32 and the innermost scope; k is the width, or less than n
     * where there are few.
     *
     * @param drawings numbers of each, all of one length
     */
    static Tensor of(List<float[]> drawings, long width) {
        int n = drawings.size();
        int length = drawings.getFirst().length;
        float[] all = new float[n * length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(drawings.get(i), 0, all, i * length, length);
        }
        try (var scope = Scope.open()) {
            Tensor rows = Tensor.of(all, n, length);
            Tensor centred = rows.sub(rows.mean(0, true));
            Tensor products = centred.matmul(centred.transpose(0, 1)).div(length);
            Tensor[] eigen = products.eigh();
            long k = Math.min(width, n - 1);
            Tensor variances = eigen[0].narrow(0, n - k, k).flip(0);
            Tensor vectors = signed(eigen[1].narrow(1, n - k, k).flip(1), n, (int) k);
            Tensor codes = vectors.mul(variances.square().pow(0.125)); // rounding makes the last ones negative
            return scope.keep(codes.div(codes.square().mean().sqrt()));
        }
    }

    /** Eigenvectors have no sign of their own: here their largest element is positive. */
    private static Tensor signed(Tensor vectors, int n, int k) {
        float[] values = vectors.toFloats();
        float[] signs = new float[k];
        for (int column = 0; column < k; column++) {
            float largest = 0;
            for (int row = 0; row < n; row++) {
                float value = values[row * k + column];
                largest = Math.abs(value) > Math.abs(largest) ? value : largest;
            }
            signs[column] = largest < 0 ? -1 : 1;
        }
        return vectors.mul(Tensor.of(signs, 1, k));
    }
}
