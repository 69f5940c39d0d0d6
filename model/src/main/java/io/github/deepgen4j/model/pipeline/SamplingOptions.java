// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.generation.LatentCheckpoint;
import io.github.deepgen4j.model.generation.Noise;
import io.github.deepgen4j.model.generation.SamplerOptions;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options of sampling. Defaults: the model's own steps and guidance, seed 42 (spec/model.md section 8.2).
 *
 * @param steps the model's own when empty, see {@link ModelConfig#steps()}: 50, or what it was distilled for
 * @param guidance the model's own when empty, see {@link ModelConfig#guidance()}
 * @param seed image i of a request is drawn from seed + i, modulo 2^64, and nothing else; see {@link Seed}
 * @param posterior how reference latents are taken from the encoder's Gaussian
 * @param shortcuts what is left out, at the price of another image
 * @param noiseFile a safetensors file that takes the place of the seed's draws, see {@link Noise.FromFile}
 * @param adapters of those that the model was opened with by name, see {@link ModelOptions#named}; they stand beside
 *     its weights for this request alone
 * @param from the state in which the first image is, whose earlier steps are not made again
 */
public record SamplingOptions(
        OptionalInt steps,
        Optional<Guidance> guidance,
        long seed,
        PosteriorDraw posterior,
        SkipLayerGuidance skipLayers,
        Shortcuts shortcuts,
        List<ChosenAdapter> adapters,
        Optional<Path> noiseFile,
        Optional<LatentCheckpoint> from) {
    public static final SamplingOptions DEFAULT = new SamplingOptions(
            OptionalInt.empty(),
            Optional.empty(),
            42,
            PosteriorDraw.SAMPLE,
            SkipLayerGuidance.OFF,
            Shortcuts.NONE,
            List.of(),
            Optional.empty(),
            Optional.empty());

    public SamplingOptions {
        Given.require("steps", steps);
        Given.require("guidance", guidance);
        Given.require("posterior", posterior);
        Given.require("skip layers", skipLayers);
        Given.require("shortcuts", shortcuts);
        adapters = ChosenAdapter.all(adapters);
        Given.require("noise file", noiseFile);
        Given.require("latent checkpoint", from);
        if (from.isPresent() && shortcuts.remembers()) {
            throw new IllegalArgumentException("an image in its middle expected no reuse of steps or references, found "
                    + shortcuts + ": what earlier steps have computed is not kept");
        }
        steps.ifPresent(SamplingOptions::requireSteps);
    }

    private static void requireSteps(int steps) {
        if (steps < 1 || steps > ModelConfig.MOST_STEPS) {
            throw new IllegalArgumentException(
                    "steps expected 1 to %d, found %d".formatted(ModelConfig.MOST_STEPS, steps));
        }
    }

    public SamplingOptions withSteps(int value) {
        return new SamplingOptions(
                OptionalInt.of(value), guidance, seed, posterior, skipLayers, shortcuts, adapters, noiseFile, from);
    }

    public SamplingOptions withGuidance(double value) {
        return new SamplingOptions(
                steps,
                Optional.of(new Guidance(value)),
                seed,
                posterior,
                skipLayers,
                shortcuts,
                adapters,
                noiseFile,
                from);
    }

    /** These options, with the model's own steps and guidance where none were chosen. */
    SamplingOptions or(ModelConfig own) {
        SamplingOptions counted = steps.isPresent() ? this : withSteps(own.steps());
        return guidance.isPresent()
                ? counted
                : counted.withGuidance(own.guidance().scale());
    }

    public SamplingOptions withSeed(long value) {
        return new SamplingOptions(steps, guidance, value, posterior, skipLayers, shortcuts, adapters, noiseFile, from);
    }

    /** With a seed that nobody chose; see {@link Seed#random}. */
    public SamplingOptions withRandomSeed() {
        return withSeed(Seed.random());
    }

    public SamplingOptions withPosterior(PosteriorDraw value) {
        return new SamplingOptions(steps, guidance, seed, value, skipLayers, shortcuts, adapters, noiseFile, from);
    }

    public SamplingOptions withSkipLayers(SkipLayerGuidance value) {
        return new SamplingOptions(steps, guidance, seed, posterior, value, shortcuts, adapters, noiseFile, from);
    }

    public SamplingOptions withShortcuts(Shortcuts value) {
        return new SamplingOptions(steps, guidance, seed, posterior, skipLayers, value, adapters, noiseFile, from);
    }

    /** With these adapters of those that the model was opened with by name, in the place of those chosen before. */
    public SamplingOptions withAdapters(List<ChosenAdapter> value) {
        return new SamplingOptions(steps, guidance, seed, posterior, skipLayers, shortcuts, value, noiseFile, from);
    }

    public SamplingOptions withNoiseFrom(Path file) {
        return new SamplingOptions(
                steps,
                guidance,
                seed,
                posterior,
                skipLayers,
                shortcuts,
                adapters,
                Optional.of(Given.require("noise file", file)),
                from);
    }

    /**
     * Goes on with an image in its middle; of several images of a request that is the first.
     *
     * @throws IllegalArgumentException if steps or references are reused: what earlier steps have computed is not there
     */
    public SamplingOptions continuing(LatentCheckpoint state) {
        return with(Optional.of(Given.require("latent checkpoint", state)));
    }

    /** These options for image {@code number} of a request: none but the first goes on in its middle. */
    SamplingOptions of(int number) {
        return number == 0 ? this : with(Optional.empty());
    }

    private SamplingOptions with(Optional<LatentCheckpoint> state) {
        return new SamplingOptions(steps, guidance, seed, posterior, skipLayers, shortcuts, adapters, noiseFile, state);
    }

    /** The draws of image {@code number} of a request. */
    Noise noise(int number) {
        return noiseFile.<Noise>map(Noise.FromFile::new).orElseGet(() -> new Noise.Seeded(seed + number));
    }

    /** The options of the sampling loop; steps and guidance must have been chosen. */
    SamplerOptions sampler() {
        return new SamplerOptions(steps.orElseThrow(), guidance.orElseThrow(), skipLayers, shortcuts);
    }
}
