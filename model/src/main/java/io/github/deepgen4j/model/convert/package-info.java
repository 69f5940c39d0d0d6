// SPDX-License-Identifier: Apache-2.0
/**
 * Conversion of checkpoints between the formats of spec/model.md section 9: released folders, base models, PyTorch
 * files, ZeRO-2 folders and LoRA adapters on the one side, a released folder or a PyTorch file on the other.
 */
package io.github.deepgen4j.model.convert;
