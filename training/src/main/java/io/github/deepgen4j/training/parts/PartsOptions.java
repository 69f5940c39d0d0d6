// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.parts;

import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.qwen.Buffers;
import io.github.deepgen4j.model.weights.Initialiser;
import io.github.deepgen4j.tensor.DType;
import java.util.List;

/**
 * How the components of a model folder are opened for training.
 *
 * @param seed of parameters that have to be created
 * @param initialiser of parameters that have to be created
 * @param buffers precision of the language model's constants
 * @param compute type of the arithmetic: F32, or BF16, in which frozen components are then held
 * @param trainable prefixes of parameter names, component first; the empty prefix makes all components writable
 * @param lora adapters of the language model; those of the folder's {@code lora/}, if there is one, win
 */
public record PartsOptions(
        long seed, Initialiser initialiser, Buffers buffers, DType compute, List<String> trainable, LoraConfig lora) {

    /** Everything writable in float32, without adapters, constants as the released weights were trained with (Q17). */
    public static PartsOptions writable(long seed, Initialiser initialiser) {
        return new PartsOptions(seed, initialiser, Buffers.BF16, DType.F32, List.of(""), LoraConfig.NONE);
    }

    /** A component of which some parameter may be trainable. */
    boolean trains(String component) {
        return trainable.stream()
                .anyMatch(prefix -> (component + ".").startsWith(prefix) || prefix.startsWith(component + "."));
    }
}
