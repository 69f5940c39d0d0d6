// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;

/** Cosines and sines by which queries and keys are rotated; both broadcast to (B, H, L, d). */
record Rotary(Tensor cos, Tensor sin) {

    /** From angles (..., d/2): both halves of the head width get the same angle. */
    static Rotary of(Tensor angles, DType type) {
        Tensor both = Tensor.cat(-1, angles, angles);
        return new Rotary(both.cos().to(type), both.sin().to(type));
    }

    /** x cos + rotateHalf(x) sin, in the type of the table. */
    Tensor apply(Tensor x) {
        return x.mul(cos).add(rotateHalf(x).mul(sin));
    }

    /** (x1, x2) -> (-x2, x1) on the halves of the last axis. */
    private static Tensor rotateHalf(Tensor x) {
        Tensor[] halves = x.chunk(2, -1);
        return Tensor.cat(-1, halves[1].neg(), halves[0]);
    }
}
