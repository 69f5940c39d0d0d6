// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Size;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings that all pictures of a run are drawn with.
 *
 * @param samples of each item
 * @param steps the model's own when empty
 * @param guidance the model's own when empty
 * @param size of the pictures; the model's own, or that of the edited image, when empty
 * @param seed of the run, from which every sample has its own
 * @param negative what to avoid; the model's own when empty
 */
public record Protocol(
        int samples,
        OptionalInt steps,
        OptionalDouble guidance,
        Optional<Size> size,
        long seed,
        Optional<String> negative,
        SourceResize resize) {
    private static final OptionalInt STEPS = OptionalInt.of(50);
    private static final long SEED = 42;
    private static final OptionalDouble GUIDANCE = OptionalDouble.of(4);
    private static final Optional<Size> SIZE = Optional.of(new Size(512, 512));

    /** Stands four times in {@code deepgen: scripts/evaluation/{gedit,img_edit,rise_bench,unireditbench}.py}. */
    private static final String EDIT_NEGATIVE =
            "blurry, low quality, low resolution, distorted, deformed, broken content, missing parts, damaged details,"
                    + " artifacts, glitch, noise, pixelated, grainy, compression artifacts, bad composition, wrong"
                    + " proportion, incomplete editing, unfinished, unedited areas.";

    public Protocol {
        if (samples < 1) {
            throw new IllegalArgumentException("samples expected at least 1, found " + samples);
        }
    }

    /** DeepGen's for text to image: 50 steps, guidance 4, 512x512, seed 42, an empty negative prompt. */
    public static Protocol textToImage(int samples) {
        return new Protocol(samples, STEPS, GUIDANCE, SIZE, SEED, Optional.of(""), SourceResize.SQUASH);
    }

    /** DeepGen's for edits: the same with one sample and the long negative prompt. */
    public static Protocol edit() {
        return new Protocol(1, STEPS, GUIDANCE, SIZE, SEED, Optional.of(EDIT_NEGATIVE), SourceResize.SQUASH);
    }

    /** One sample with all that is the model's own. */
    public static Protocol ofTheModel() {
        return new Protocol(
                1,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                SEED,
                Optional.empty(),
                SourceResize.SQUASH);
    }

    public Protocol withSamples(int value) {
        return new Protocol(value, steps, guidance, size, seed, negative, resize);
    }

    public Protocol withSteps(int value) {
        return new Protocol(samples, OptionalInt.of(value), guidance, size, seed, negative, resize);
    }

    public Protocol withGuidance(double value) {
        return new Protocol(samples, steps, OptionalDouble.of(value), size, seed, negative, resize);
    }

    public Protocol withSize(Size value) {
        return new Protocol(samples, steps, guidance, Optional.of(value), seed, negative, resize);
    }

    public Protocol withSeed(long value) {
        return new Protocol(samples, steps, guidance, size, value, negative, resize);
    }

    public Protocol withResize(SourceResize value) {
        return new Protocol(samples, steps, guidance, size, seed, negative, value);
    }

    /**
     * The seed of a sample, modulo 2^64 ({@code deepgen_rl: deepgen_rl/trainer/grpo_deepgen_trainer.py}).
     *
     * @param index of the item in the data, from 0
     */
    public long seedOf(int index, int sample) {
        return 1000L * index + sample + seed;
    }
}
