// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records what a network asks for without holding any of it: constructing a network over a manifest gives the names and
 * shapes its checkpoint must have. The tensors returned are one zero seen through a shape; they take no memory.
 */
public final class Manifest implements Weights {
    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final Map<String, long[]> matrices = new LinkedHashMap<>();

    @Override
    public Tensor get(String name, long... shape) {
        shapes.put(name, shape.clone());
        return Tensor.zeros(DType.F32, 1).expand(shape);
    }

    @Override
    public Matrix matrix(String name, long out, long in) {
        matrices.put(name, new long[] {out, in});
        return Weights.super.matrix(name, out, in);
    }

    /** Shapes (out, in) of the weights that are asked for as a {@link Matrix}, which adapters may stand beside. */
    public Map<String, long[]> matrices() {
        return Collections.unmodifiableMap(matrices);
    }

    /** Shapes by name, in the order in which the network asked. */
    public Map<String, long[]> shapes() {
        return Collections.unmodifiableMap(shapes);
    }
}
