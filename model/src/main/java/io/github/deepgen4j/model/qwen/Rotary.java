// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.qwen;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rotary position embedding (Su et al. 2021) of the language model and of the vision tower: cosines and sines by which
 * queries and keys are rotated, both broadcast to (B, H, L, d).
 */
record Rotary(Tensor cos, Tensor sin) {
    private static final double VISION_THETA = 10000;

    /**
     * Of positions in time, height and width (spec/model.md section 4.3): the channel pairs of a head take their angle
     * from one axis after the other, as many as its section says.
     *
     * @param positions I64 (3, B, S)
     * @param type of the queries and keys
     * @return tables (B, 1, S, d)
     */
    static Rotary ofPositions(Tensor positions, QwenConfig config, ConstantPrecision constants, DType type) {
        Tensor frequencies = inverseFrequencies(config.ropeTheta(), config.headDim(), constants); // (d/2)
        Tensor angles = positions.to(DType.F32).unsqueeze(-1).mul(frequencies); // (3, B, S, d/2)
        List<Tensor> sections = new ArrayList<>();
        int start = 0;
        for (int axis = 0; axis < 3; axis++) {
            int width = config.ropeSections()[axis];
            sections.add(angles.select(0, axis).narrow(-1, start, width)); // (B, S, width)
            start += width;
        }
        return of(Tensor.cat(-1, sections).unsqueeze(1), type);
    }

    /**
     * Of the patches of an image (spec/model.md section 4.1, step 2): the first half of the angles turns with the row
     * of a patch, the second with its column. The tables are float32.
     *
     * @param order in which the vision tower holds the merged cells of one image
     * @param cellColumns merged cells from left to right
     * @param images of this grid, one after the other
     * @param type of the tower's activations
     * @return tables (N, d)
     */
    static Rotary ofPatches(
            WindowOrder order,
            int cellColumns,
            int images,
            QwenConfig.Vision config,
            ConstantPrecision constants,
            DType type) {
        int merge = config.merge();
        float[] rows = new float[order.cells().length * merge * merge];
        float[] columns = new float[rows.length];
        int n = 0;
        for (long cell : order.cells()) {
            for (int inside = 0; inside < merge * merge; inside++, n++) {
                rows[n] = cell / cellColumns * merge + inside / merge;
                columns[n] = cell % cellColumns * merge + inside % merge;
            }
        }
        // A tower cast to bf16 as a whole also multiplies and takes cosines in bf16 (spec/model.md section 4.3).
        DType table = constants == ConstantPrecision.BF16 && type == DType.BF16 ? DType.BF16 : DType.F32;
        Tensor frequencies = inverseFrequencies(VISION_THETA, config.headDim() / 2, constants)
                .to(table); // (d/4)
        Tensor angles = Tensor.cat(
                -1,
                Tensor.of(rows, n, 1).to(table).mul(frequencies),
                Tensor.of(columns, n, 1).to(table).mul(frequencies)); // (n, d/2)
        Rotary rotary = of(Tensor.cat(0, Collections.nCopies(images, angles)), table);
        return new Rotary(rotary.cos.to(DType.F32), rotary.sin.to(DType.F32));
    }

    /** Angles (..., d/2); both halves of the head width get the same angle. */
    private static Rotary of(Tensor angles, DType type) {
        Tensor both = Tensor.cat(-1, angles, angles); // (..., d)
        return new Rotary(both.cos().to(type), both.sin().to(type));
    }

    /** theta^(-2j/width) for j = 0 .. width/2-1, computed in float32 as the reference does, then rounded. */
    private static Tensor inverseFrequencies(double theta, int width, ConstantPrecision constants) {
        float[] values = new float[width / 2];
        for (int j = 0; j < values.length; j++) {
            values[j] = 1f / (float) Math.pow(theta, 2f * j / width);
        }
        return constants.round(Tensor.of(values, values.length));
    }

    /** x cos + rotateHalf(x) sin: (B, H, L, d) -> (B, H, L, d), in the type of the tables. */
    Tensor apply(Tensor x) {
        return x.mul(cos).add(rotateHalf(x).mul(sin));
    }

    /** (x1, x2) -> (-x2, x1) on the halves of the last axis. */
    private static Tensor rotateHalf(Tensor x) {
        Tensor[] halves = x.chunk(2, -1);
        return Tensor.cat(-1, halves[1].neg(), halves[0]);
    }
}
