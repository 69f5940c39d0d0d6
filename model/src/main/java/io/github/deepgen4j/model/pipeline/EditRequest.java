// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Images and an instruction to an image.
 *
 * @param references at least one, in the order in which the instruction speaks of them
 * @param negative what to avoid; when empty the model's own, see {@link ModelConfig#editNegative()}
 * @param size of the result; when empty that of the only reference after its resize, or the model's own for several
 * @param resize how references are brought to a size the model knows
 * @param imageSize the size that the rule aims at, the model's own when empty
 * @param sources names of the references for the recipe, one each; none when empty
 * @param mask where the first reference is redrawn; the result has that reference's size after its resize
 */
public record EditRequest(
        List<Image> references,
        String prompt,
        Optional<String> negative,
        Optional<Size> size,
        ResizeRule resize,
        OptionalInt imageSize,
        SamplingOptions sampling,
        List<String> sources,
        Optional<EditMask> mask) {
    /** Without a mask. */
    public EditRequest(
            List<Image> references,
            String prompt,
            Optional<String> negative,
            Optional<Size> size,
            ResizeRule resize,
            OptionalInt imageSize,
            SamplingOptions sampling,
            List<String> sources) {
        this(references, prompt, negative, size, resize, imageSize, sampling, sources, Optional.empty());
    }

    public EditRequest {
        Given.require("mask", mask);
        references = Given.requireAll("reference", references);
        sources = Given.requireAll("source", sources);
        sources.forEach(source -> PromptRules.checkWritable("source", source));
        if (!sources.isEmpty() && sources.size() != references.size()) {
            throw new IllegalArgumentException("sources expected one name for each of %d reference images, found %d"
                    .formatted(references.size(), sources.size()));
        }
        if (references.isEmpty()) {
            throw new IllegalArgumentException("edit expected at least one reference image, found none");
        }
        PromptRules.check("prompt", prompt);
        Given.require("negative", negative).ifPresent(text -> PromptRules.check("negative", text));
        Given.require("size", size).ifPresent(PromptRules::check);
        Given.require("resize", resize);
        Given.require("sampling", sampling);
        Given.require("image size", imageSize).ifPresent(side -> {
            if (side < 32) {
                throw new IllegalArgumentException("image size expected at least 32, found " + side);
            }
        });
    }

    /** One image and what to change, with the published defaults. */
    public static EditRequest of(Image reference, String prompt) {
        return of(List.of(Given.require("reference", reference)), prompt);
    }

    /**
     * The image in the bytes of a file, and what to change.
     *
     * @throws io.github.deepgen4j.model.image.ImageException as {@link Image#read(byte[], String)}
     */
    public static EditRequest of(byte[] file, String prompt) {
        return of(Image.read(Given.require("reference", file), "reference 1"), prompt);
    }

    /** An image of Java's, and what to change; see {@link Image#of(BufferedImage)}. */
    public static EditRequest of(BufferedImage reference, String prompt) {
        return of(Image.of(Given.require("reference", reference)), prompt);
    }

    /** Several images and what to make of them. */
    public static EditRequest of(List<Image> references, String prompt) {
        return new EditRequest(
                references,
                prompt,
                Optional.empty(),
                Optional.empty(),
                ResizeRule.FIX_PIXELS,
                OptionalInt.empty(),
                SamplingOptions.DEFAULT,
                List.of());
    }

    public EditRequest withNegative(String value) {
        return new EditRequest(
                references,
                prompt,
                Optional.of(Given.require("negative", value)),
                size,
                resize,
                imageSize,
                sampling,
                sources,
                mask);
    }

    public EditRequest withSize(int width, int height) {
        return new EditRequest(
                references,
                prompt,
                negative,
                Optional.of(new Size(width, height)),
                resize,
                imageSize,
                sampling,
                sources,
                mask);
    }

    /** Brings references to a size by another rule, aiming at {@code side} pixels. */
    public EditRequest withResize(ResizeRule rule, int side) {
        return new EditRequest(references, prompt, negative, size, rule, OptionalInt.of(side), sampling, sources, mask);
    }

    public EditRequest withSampling(SamplingOptions value) {
        return new EditRequest(references, prompt, negative, size, resize, imageSize, value, sources, mask);
    }

    /** Names of the files that the references came from, to be stored in the recipe. */
    public EditRequest withSources(List<String> names) {
        return new EditRequest(references, prompt, negative, size, resize, imageSize, sampling, names, mask);
    }

    /**
     * Redraws the first image only where this one is white. What is black stays byte by byte; around white areas grey
     * makes a soft seam.
     */
    public EditRequest withMask(Image value) {
        return withMask(new EditMask(Given.require("mask", value), "mask"));
    }

    /** Redraws the first image only where a mask is white; see {@link #withMask(Image)}. */
    public EditRequest withMask(EditMask value) {
        return new EditRequest(
                references,
                prompt,
                negative,
                size,
                resize,
                imageSize,
                sampling,
                sources,
                Optional.of(Given.require("mask", value)));
    }

    public EditRequest withSeed(long value) {
        return withSampling(sampling.withSeed(value));
    }

    /** With a seed that nobody chose; see {@link Seed#random}. */
    public EditRequest withRandomSeed() {
        return withSeed(Seed.random());
    }

    public EditRequest withSteps(int value) {
        return withSampling(sampling.withSteps(value));
    }

    public EditRequest withGuidance(double value) {
        return withSampling(sampling.withGuidance(value));
    }
}
