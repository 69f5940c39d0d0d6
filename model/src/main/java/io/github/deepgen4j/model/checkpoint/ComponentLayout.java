// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.tensor.DType;
import java.util.List;

/**
 * One component folder of the released layout.
 *
 * @param folder name of the folder
 * @param stem name of the weight file without {@code .safetensors}
 * @param stored element type in the release
 * @param shardBytes the most bytes of tensors the release's writer puts into one file
 */
public record ComponentLayout(String folder, String stem, DType stored, long shardBytes) {
    private static final long TRANSFORMERS_LIMIT = 5_000_000_000L;
    private static final long DIFFUSERS_LIMIT = 10_000_000_000L;

    /** All components, in the order of the fingerprint. */
    public static final List<ComponentLayout> RELEASED = List.of(
            new ComponentLayout("vlm", "model", DType.BF16, TRANSFORMERS_LIMIT),
            new ComponentLayout("connector", "model", DType.F32, TRANSFORMERS_LIMIT),
            new ComponentLayout("transformer", "diffusion_pytorch_model", DType.BF16, DIFFUSERS_LIMIT),
            new ComponentLayout("vae", "diffusion_pytorch_model", DType.BF16, DIFFUSERS_LIMIT));
}
