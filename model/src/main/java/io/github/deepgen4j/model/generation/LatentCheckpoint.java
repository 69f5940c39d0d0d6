// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.generation;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An image in the middle of its denoising, from which it can be drawn to its end, by this process or another one: the
 * bytes are those of an undisturbed run, since latents are float32 between steps and the rest is drawn from the seed.
 */
public final class LatentCheckpoint {
    private final int step;
    private final float[] latents;

    private LatentCheckpoint(int step, float[] latents) {
        this.step = step;
        this.latents = latents;
    }

    /** The state after a step. */
    public static LatentCheckpoint of(DenoisingStep step) {
        return new LatentCheckpoint(step.number(), step.latents().to(DType.F32).toFloats());
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException for other bytes
     */
    public static LatentCheckpoint of(byte[] bytes) {
        if (bytes.length < Integer.BYTES || bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "latent checkpoint expected a number and float32, found %d bytes".formatted(bytes.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int step = buffer.getInt();
        if (step < 1) {
            throw new IllegalArgumentException("latent checkpoint expected a step from 1, found " + step);
        }
        float[] latents = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(latents);
        return new LatentCheckpoint(step, latents);
    }

    /** Number of the step and latents, little-endian. */
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + latents.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(step).asFloatBuffer().put(latents);
        return buffer.array();
    }

    /** Number of steps that are done, from 1. */
    public int step() {
        return step;
    }

    /**
     * The latents, F32, in the innermost scope.
     *
     * @param steps of the whole image
     * @param shape (B, C, h, w)
     * @throws IllegalArgumentException if they are of another size, or beyond the last step
     */
    Tensor latents(int steps, long... shape) {
        long values = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (latents.length != values || step > steps) {
            throw new IllegalArgumentException(
                    "latent checkpoint expected %d values of a step up to %d, found %d of step %d"
                            .formatted(values, steps, latents.length, step));
        }
        return Tensor.of(latents, shape);
    }
}
