// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Size;
import java.util.Optional;

/**
 * Text to image.
 *
 * @param negative what to avoid; empty for nothing in particular
 * @param size of the image in pixels, the model's own when empty
 */
public record GenerateRequest(String prompt, String negative, Optional<Size> size, SamplingOptions sampling) {
    public GenerateRequest {
        PromptRules.check("prompt", prompt);
        PromptRules.check("negative", negative);
        Given.require("size", size).ifPresent(PromptRules::check);
        Given.require("sampling", sampling);
    }

    /** A prompt with the published defaults: the model's steps and guidance, seed 42. */
    public static GenerateRequest of(String prompt) {
        return new GenerateRequest(prompt, "", Optional.empty(), SamplingOptions.DEFAULT);
    }

    public GenerateRequest withNegative(String value) {
        return new GenerateRequest(prompt, value, size, sampling);
    }

    public GenerateRequest withSize(int width, int height) {
        return new GenerateRequest(prompt, negative, Optional.of(new Size(width, height)), sampling);
    }

    public GenerateRequest withSampling(SamplingOptions value) {
        return new GenerateRequest(prompt, negative, size, value);
    }

    public GenerateRequest withSeed(long value) {
        return withSampling(sampling.withSeed(value));
    }

    /** With a seed that nobody chose; see {@link Seed#random}. */
    public GenerateRequest withRandomSeed() {
        return withSeed(Seed.random());
    }

    public GenerateRequest withSteps(int value) {
        return withSampling(sampling.withSteps(value));
    }

    public GenerateRequest withGuidance(double value) {
        return withSampling(sampling.withGuidance(value));
    }
}
