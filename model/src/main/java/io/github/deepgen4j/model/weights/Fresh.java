// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights for training from scratch: every parameter a network asks for is created, in float32, by an initialiser and a
 * seed. The same network and seed give the same values. Owns what it creates until closed.
 */
public final class Fresh implements Parameters {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Rng rng;
    private final Initialiser initialiser;

    public Fresh(long seed, Initialiser initialiser) {
        this.rng = Rng.seeded(seed);
        this.initialiser = initialiser;
    }

    @Override
    public Tensor get(String name, long... shape) {
        Tensor tensor = tensors.computeIfAbsent(name, _ -> create(name, shape));
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new WeightException(name + " expected shape " + TensorSpec.text(shape) + ", was created as "
                    + TensorSpec.text(tensor.shape()));
        }
        return tensor;
    }

    private Tensor create(String name, long[] shape) {
        shapes.put(name, shape.clone());
        try (var _ = Scope.open()) {
            return initialiser
                    .rule(name, shape, Initialiser.fanIn(name, shape, shapes))
                    .all(shape, rng)
                    .own();
        }
    }

    @Override
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        rng.close();
    }
}
