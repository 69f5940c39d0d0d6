// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kept part of the rollout of some images, in main memory, float32: {@code latents.<steps done>} (n, C, h, w),
 * {@code log_prob.<step>} (n), {@code mean.<step>} (n, C, h, w). Owns the tensors until closed.
 */
record Recording(Map<String, Tensor> tensors) implements AutoCloseable {
    /** The images of several passes as one recording; closes the parts. */
    static Recording joined(List<Recording> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        try (var _ = Scope.open()) {
            for (String name : parts.getFirst().tensors.keySet()) {
                joined.put(
                        name,
                        Tensor.cat(
                                        0,
                                        parts.stream()
                                                .map(part -> part.tensors.get(name))
                                                .toList())
                                .own());
            }
        } finally {
            parts.forEach(Recording::close);
        }
        return new Recording(joined);
    }

    long bytes() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.elements() * tensor.dtype().bytes())
                .sum();
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
    }
}
