// SPDX-License-Identifier: Apache-2.0
/** Low-rank adapters of the language model and the transformer: beside frozen weights, in files, merged. */
package io.github.deepgen4j.model.lora;
