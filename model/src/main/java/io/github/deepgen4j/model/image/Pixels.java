// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Images to and from the tensors that networks see: (3, H, W), channels R, G, B, values -1..1. */
public final class Pixels {
    private Pixels() {}

    /** F32 (3, H, W) = 2 * (byte / 255) - 1, computed in float32 (spec/model.md section 3.2). */
    public static Tensor toTensor(Image image) {
        return bytes(image)
                .permute(2, 0, 1)
                .to(DType.F32)
                .contiguous()
                .div(255)
                .mul(2)
                .add(-1);
    }

    /** The bytes of an image, U8 (H, W, 3). */
    public static Tensor bytes(Image image) {
        return Tensor.of(image.bytes(), image.height(), image.width(), 3);
    }

    /**
     * The image of (3, H, W): bytes are {@code 127.5 * x + 128}, clamped to 0..255, fraction cut off (spec/model.md
     * section 8.1). Both operators round to the tensor's type, so BF16 gives the bytes of the reference's bf16 run
     * (Q16).
     *
     * @throws ImageException if the tensor is not (3, H, W) or holds a value that is not a number
     */
    public static Image toImage(Tensor pixels) {
        if (pixels.rank() != 3 || pixels.size(0) != 3) {
            throw new ImageException("pixels expected (3, H, W), found " + pixels);
        }
        Tensor values = pixels.detach().mul(127.5).add(128).clamp(0, 255);
        if (!values.isFinite()) {
            throw new ImageException("pixels expected numbers, found NaN in " + pixels);
        }
        byte[] rgb = values.permute(1, 2, 0).toBytes();
        return Image.owning((int) pixels.size(2), (int) pixels.size(1), rgb);
    }

    /** The images of (B, 3, H, W); see {@link #toImage}. */
    public static List<Image> toImages(Tensor batch) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < batch.size(0); i++) {
            images.add(toImage(batch.select(0, i)));
        }
        return images;
    }
}
