// SPDX-License-Identifier: Apache-2.0
/** Low-rank adapters of the language model: training beside frozen weights, files, merging. */
package io.github.deepgen4j.training.lora;
