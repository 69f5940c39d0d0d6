// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries of a configuration's {@code trainable} to whose parameters no gradient has come yet. */
final class Unreached {
    private final Map<String, Collection<Tensor>> waiting = new LinkedHashMap<>();

    /** @param trainable prefixes of parameter names; the model's adapters count as one more, {@code lora} */
    Unreached(Networks model, List<String> trainable) {
        Map<String, Tensor> adapters = model.lora().tensors();
        for (String prefix : trainable) {
            Map<String, Tensor> parameters = model.parameters(List.of(prefix));
            parameters.keySet().removeAll(adapters.keySet());
            waiting.put(prefix, parameters.values());
        }
        if (!adapters.isEmpty()) {
            waiting.put("lora", adapters.values());
        }
    }

    /** Looks for gradients after a backward pass. */
    void look() {
        waiting.values().removeIf(parameters -> parameters.stream().anyMatch(each -> each.grad() != null));
    }

    /** @throws TrainingException if something would stay as it is, for as long as the run takes */
    void requireNone(int step) {
        if (!waiting.isEmpty()) {
            throw new TrainingException(
                    "step %d: trainable %s: the objective gives no gradient to any of these parameters"
                            .formatted(step, waiting.keySet()));
        }
    }
}
