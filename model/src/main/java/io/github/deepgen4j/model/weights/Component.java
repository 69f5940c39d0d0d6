// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;

/**
 * The four networks of a model, each with its folder of the released layout (spec/model.md section 9.1), in the order
 * of the {@link Fingerprint}.
 */
public enum Component {
    VLM("vlm", Writer.TRANSFORMERS, DType.BF16),
    CONNECTOR("connector", Writer.TRANSFORMERS, DType.F32),
    TRANSFORMER("transformer", Writer.DIFFUSERS, DType.BF16),
    VAE("vae", Writer.DIFFUSERS, DType.BF16);

    /**
     * The library that wrote a folder of the release: its name of the weight file, and the size at which it cuts one.
     */
    private enum Writer {
        TRANSFORMERS("model", 5_000_000_000L),
        DIFFUSERS("diffusion_pytorch_model", 10_000_000_000L);

        private final String stem;
        private final long shardBytes;

        Writer(String stem, long shardBytes) {
            this.stem = stem;
            this.shardBytes = shardBytes;
        }
    }

    private final String folder;
    private final Writer writer;
    private final DType released;

    Component(String folder, Writer writer, DType released) {
        this.folder = folder;
        this.writer = writer;
        this.released = released;
    }

    /** Name of its folder, which is also its name in messages and before the names of its parameters. */
    public String folder() {
        return folder;
    }

    /** Path of its configuration in the model's folder. */
    public String config() {
        return folder + "/config.json";
    }

    /** Name of the weight file without {@code .safetensors}; several files and their index begin with it, too. */
    public String stem() {
        return writer.stem;
    }

    /** Name of the weight file where there is only one. */
    public String weightsFile() {
        return writer.stem + ".safetensors";
    }

    /** Type of all its tensors in the release. */
    public DType releasedType() {
        return released;
    }

    /** The most bytes of tensors that the release's writer puts into one file. */
    public long shardBytes() {
        return writer.shardBytes;
    }

    @Override
    public String toString() {
        return folder;
    }
}
