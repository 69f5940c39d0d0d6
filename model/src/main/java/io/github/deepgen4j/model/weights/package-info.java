// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoints: safetensors reading and writing, the names of tensors, strict loading, verification and random
 * initialisation. Formats and names follow spec/model.md section 9.
 */
package io.github.deepgen4j.model.weights;
