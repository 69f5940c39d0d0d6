// SPDX-License-Identifier: Apache-2.0
/**
 * Reading of GGUF files, the format of llama.cpp and stable-diffusion.cpp
 * ({@code ggml-org/ggml}, its GGUF specification), and of the quantised types in them.
 */
package io.github.deepgen4j.model.weights.gguf;
