// SPDX-License-Identifier: Apache-2.0
/**
 * The public entry of the library: {@link io.github.deepgen4j.model.pipeline.DeepGen} turns a request into
 * {@link io.github.deepgen4j.model.pipeline.Generated} images with their recipes.
 */
package io.github.deepgen4j.model.pipeline;
