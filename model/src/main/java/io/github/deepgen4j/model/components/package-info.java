// SPDX-License-Identifier: Apache-2.0
/**
 * A model as a whole: its dimensions ({@link io.github.deepgen4j.model.components.ModelConfig}), how its networks are
 * built ({@link io.github.deepgen4j.model.components.Architecture}) and the one owner of their weights
 * ({@link io.github.deepgen4j.model.components.Networks}).
 */
package io.github.deepgen4j.model.components;
