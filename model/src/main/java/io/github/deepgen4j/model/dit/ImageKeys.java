// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.dit;

/**
 * The keys and values that an attention sees of the image tokens: those that were computed in this pass, or others
 * beside them.
 */
@FunctionalInterface
public interface ImageKeys {
    /** Those that were computed, and nothing else. */
    ImageKeys COMPUTED = (_, computed) -> computed;

    /**
     * Keys and values of all image tokens, those of the target first.
     *
     * @param attention the layer, the same object in every pass
     * @param computed of the tokens of this pass
     */
    KeysValues of(Object attention, KeysValues computed);
}
