// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.image.Xmp;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.Guidance;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;

/**
 * Everything that is needed to generate an image again. Stored in the image's file as JSON under {@link #KEY}.
 *
 * @param version of this project
 * @param model what the user called it: a folder, or {@code nano}
 * @param fingerprint of its weights
 * @param constants {@code buffers} in the JSON
 * @param seed the bits of {@link Seed}, in the JSON a number without a sign
 * @param references empty for text to image
 * @param imageSize what the resize rule of references aimed at; 0 without references
 * @param noise {@code seed}, or {@code file NAME} when the draws came from a file
 * @param lora adapters beside the model's weights, those that it was opened with and those that the request chose;
 *     absent in the JSON without any
 * @param mask of the first reference, at most one; absent in the JSON without
 * @param shortcuts {@code guidance_interval}, {@code reuse} and {@code references_every} in the JSON; absent where
 *     nothing was left out
 * @param int8 whether linear layers were quantised to int8 when the model was opened; absent in the JSON if not
 */
public record Recipe(
        String version,
        String model,
        String fingerprint,
        DType dtype,
        ConstantPrecision constants,
        String prompt,
        String negative,
        long seed,
        int steps,
        double guidance,
        Set<Integer> skipLayers,
        double skipLayersScale,
        int width,
        int height,
        String noise,
        List<Reference> references,
        ResizeRule resize,
        int imageSize,
        PosteriorDraw posterior,
        List<Lora> lora,
        List<Reference> mask,
        Shortcuts shortcuts,
        boolean int8) {
    /** Keyword among the texts of an image's file. */
    public static final String KEY = "deepgen";

    private static final String FROM_SEED = "seed"; // of the noise

    /** A reference image: the file it was read from, and the SHA-256 of its pixels. */
    public record Reference(String file, String sha256) {}

    /**
     * Adapters: the file or folder that they were read from, their sum and strength.
     *
     * @param file a name where the request chose them by it
     * @param sha256 see {@link io.github.deepgen4j.model.lora.AdapterFile#sha256()}
     */
    public record Lora(String file, String sha256, double strength) {}

    /** The model that made the image. */
    record Made(
            String model,
            String fingerprint,
            DType dtype,
            ConstantPrecision constants,
            List<Lora> lora,
            boolean int8) {}

    public Recipe {
        skipLayers = new TreeSet<>(skipLayers);
        references = List.copyOf(references);
        lora = List.copyOf(lora);
        mask = List.copyOf(mask);
    }

    /** This recipe with another seed. */
    Recipe withSeed(long value) {
        return new Recipe(
                version,
                model,
                fingerprint,
                dtype,
                constants,
                prompt,
                negative,
                value,
                steps,
                guidance,
                skipLayers,
                skipLayersScale,
                width,
                height,
                noise,
                references,
                resize,
                imageSize,
                posterior,
                lora,
                mask,
                shortcuts,
                int8);
    }

    /** The recipe of the first image of a request. */
    static Recipe of(Made made, ResolvedRequest request) {
        SamplingOptions sampling = request.sampling();
        return new Recipe(
                String.valueOf(Recipe.class.getPackage().getImplementationVersion()),
                made.model(),
                made.fingerprint(),
                made.dtype(),
                made.constants(),
                request.prompt(),
                request.negative(),
                sampling.seed(),
                sampling.steps().orElseThrow(),
                sampling.guidance().orElseThrow().scale(),
                sampling.skipLayers().layers(),
                sampling.skipLayers().scale(),
                request.size().width(),
                request.size().height(),
                sampling.noiseFile().map(file -> "file " + file.getFileName()).orElse(FROM_SEED),
                request.sources(),
                request.resize(),
                request.imageSize(),
                sampling.posterior(),
                made.lora(),
                request.maskSource(),
                sampling.shortcuts(),
                made.int8());
    }

    /**
     * The texts that go into the image's file: this recipe under {@link #KEY}, {@code parameters}, which other programs
     * show, and XMP that marks the image as generated.
     */
    public Map<String, String> text() {
        return Map.of(
                KEY, RecipeJson.write(this), ParametersText.KEY, ParametersText.of(this), Xmp.KEY, Provenance.of(this));
    }

    /**
     * Reads the recipe in an image's file: PNG, JPEG or WebP.
     *
     * @throws io.github.deepgen4j.model.image.ImageException if the file cannot be read or is no such image
     * @throws ConfigException if it has no recipe or a damaged one
     */
    public static Recipe read(Path file) {
        return of(ImageText.read(Given.require("file", file)), file.toString());
    }

    /**
     * Finds the recipe among the texts of an image's file.
     *
     * @param file what error messages call it
     * @throws ConfigException if there is none or it is damaged
     */
    public static Recipe of(Map<String, String> text, String file) {
        String json = Given.require("text", text).get(KEY);
        if (json == null || json.equals("null")) {
            throw new ConfigException(
                    file + ": holds no recipe; expected an image written by deepgen generate or edit");
        }
        try {
            return RecipeJson.read(json);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new ConfigException(file + ": its recipe cannot be read: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** True for an image that was made from others. */
    public boolean edits() {
        return !references.isEmpty();
    }

    /** True when the seed alone says what the random draws were. */
    public boolean fromSeed() {
        return noise.equals(FROM_SEED);
    }

    /** The options with which the model must be opened, with adapters where the recipe has them. */
    public ModelOptions modelOptions() {
        return modelOptions(lora.stream().map(each -> Path.of(each.file())).toList());
    }

    /**
     * The options with which the model must be opened.
     *
     * @param adapters files or folders of the recipe's adapters, in its order
     * @throws IllegalArgumentException if one is not the one that the image was made with, or not there
     */
    public ModelOptions modelOptions(List<Path> adapters) {
        if (adapters.size() != lora.size()) {
            throw new IllegalArgumentException("expected %d adapters, %s, found %d"
                    .formatted(lora.size(), lora.stream().map(Lora::file).toList(), adapters.size()));
        }
        List<Adapter> chosen = new ArrayList<>();
        for (int i = 0; i < lora.size(); i++) {
            Adapter adapter = Adapter.of(adapters.get(i), lora.get(i).strength());
            String found = adapter.sha256();
            if (!found.equals(lora.get(i).sha256())) {
                throw new IllegalArgumentException("adapter %s expected sha256 %s, found %s in %s"
                        .formatted(lora.get(i).file(), lora.get(i).sha256(), found, adapters.get(i)));
            }
            chosen.add(adapter);
        }
        return ModelOptions.DEFAULT
                .withCompute(compute())
                .withConstants(constants)
                .withAdapters(chosen);
    }

    /** The arithmetic in the words of {@link DeepGen#arithmetic}. */
    public String arithmetic() {
        return dtype + (int8 ? " INT8" : "");
    }

    private Compute compute() {
        boolean bf16 = dtype == DType.BF16;
        if (int8) {
            return bf16 ? Compute.INT8_BF16 : Compute.INT8_F32;
        }
        return bf16 ? Compute.BF16 : Compute.F32;
    }

    private SamplingOptions sampling() {
        boolean skips = new Guidance(guidance).active(); // older versions accepted and ignored blocks without guidance
        SkipLayerGuidance skip = new SkipLayerGuidance(
                skips ? skipLayers : Set.of(),
                skipLayersScale,
                SkipLayerGuidance.OFF.start(),
                SkipLayerGuidance.OFF.stop());
        return new SamplingOptions(
                OptionalInt.of(steps),
                Optional.of(new Guidance(guidance)),
                seed,
                posterior,
                skip,
                shortcuts,
                List.of(), // the model is opened with them
                Optional.empty(),
                Optional.empty());
    }

    /** The request of a text-to-image recipe. */
    public GenerateRequest generateRequest() {
        return new GenerateRequest(prompt, negative, Optional.of(new Size(width, height)), sampling());
    }

    /**
     * The request of an edit recipe.
     *
     * @throws IllegalArgumentException if an image is not the one that was edited
     */
    public EditRequest editRequest(List<Image> images) {
        return editRequest(images, Optional.empty());
    }

    /**
     * The request of an edit recipe that may have a mask.
     *
     * @throws IllegalArgumentException if an image or the mask is not the one of the recipe
     */
    public EditRequest editRequest(List<Image> images, Optional<Image> given) {
        Given.requireAll("reference", images);
        if (images.size() > references.size()) {
            throw new IllegalArgumentException(
                    "expected " + references.size() + " reference images, found " + images.size());
        }
        for (int i = 0; i < references.size(); i++) {
            if (i >= images.size()
                    || !images.get(i).sha256().equals(references.get(i).sha256())) {
                throw new IllegalArgumentException(
                        "reference %d expected the image %s with sha256 %s of its pixels, found %s"
                                .formatted(
                                        i + 1,
                                        references.get(i).file(),
                                        references.get(i).sha256(),
                                        i >= images.size()
                                                ? "none"
                                                : images.get(i).sha256()));
            }
        }
        return new EditRequest(
                images,
                prompt,
                Optional.of(negative),
                Optional.of(new Size(width, height)),
                resize,
                OptionalInt.of(imageSize),
                sampling(),
                references.stream().map(Reference::file).toList(),
                mask(given));
    }

    private Optional<EditMask> mask(Optional<Image> given) {
        String expected = mask.isEmpty() ? "none" : mask.getFirst().sha256();
        String found = given.map(Image::sha256).orElse("none");
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("mask expected %s with sha256 %s of its pixels, found %s"
                    .formatted(mask.isEmpty() ? "none" : mask.getFirst().file(), expected, found));
        }
        return given.map(image -> new EditMask(image, mask.getFirst().file()));
    }
}
