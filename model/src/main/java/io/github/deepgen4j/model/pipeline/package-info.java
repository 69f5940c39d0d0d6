/**
 * From a request to an image: {@link io.github.deepgen4j.model.pipeline.DeepGen} is the public entry of the library. A
 * {@link io.github.deepgen4j.model.pipeline.Conditioner} turns prompt and references into conditions, a
 * {@link io.github.deepgen4j.model.pipeline.Denoiser} turns conditions and noise into latents.
 */
package io.github.deepgen4j.model.pipeline;
