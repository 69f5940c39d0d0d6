// SPDX-License-Identifier: Apache-2.0
/**
 * The road from words and reference images to an image, used by drawing, training and evaluation alike:
 * {@link io.github.deepgen4j.model.generation.PromptEncoder} and
 * {@link io.github.deepgen4j.model.generation.ReferenceEncoder} make conditions,
 * {@link io.github.deepgen4j.model.generation.Sampler} turns noise into latents and images under these conditions.
 */
package io.github.deepgen4j.model.generation;
