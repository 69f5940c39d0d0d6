// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.generation.LatentCheckpoint;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.pipeline.Seed;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Everything that decides an image but the bytes of reference images. What is empty the model chooses.
 *
 * @param count of images; image i is drawn from seed + i
 * @param seed the 64 bits of {@link Seed}
 * @param imageSize that the resize rule aims at
 * @param speed what is left out, by the model's own setting of it
 * @param lora adapters of those that the model was opened with by name
 */
public record DrawSettings(
        String prompt,
        Optional<String> negative,
        Optional<Size> size,
        int count,
        int steps,
        Optional<Double> guidance,
        long seed,
        ResizeRule resize,
        OptionalInt imageSize,
        PosteriorDraw posterior,
        SkipLayerGuidance skipLayers,
        Speed speed,
        List<ChosenAdapter> lora) {
    public DrawSettings {
        lora = ChosenAdapter.all(lora);
    }

    public DrawSettings withSeed(long value) {
        return new DrawSettings(
                prompt,
                negative,
                size,
                count,
                steps,
                guidance,
                value,
                resize,
                imageSize,
                posterior,
                skipLayers,
                speed,
                lora);
    }

    /** With another size, or with the model's own. */
    public DrawSettings withSize(Optional<Size> value) {
        return new DrawSettings(
                prompt,
                negative,
                value,
                count,
                steps,
                guidance,
                seed,
                resize,
                imageSize,
                posterior,
                skipLayers,
                speed,
                lora);
    }

    /** With other adapters. */
    public DrawSettings withLora(List<ChosenAdapter> value) {
        return new DrawSettings(
                prompt,
                negative,
                size,
                count,
                steps,
                guidance,
                seed,
                resize,
                imageSize,
                posterior,
                skipLayers,
                speed,
                value);
    }

    /**
     * The settings of one image alone.
     *
     * @param number of the image, from 0
     */
    public DrawSettings ofImage(int number) {
        return new DrawSettings(
                prompt,
                negative,
                size,
                1,
                steps,
                guidance,
                seed + number,
                resize,
                imageSize,
                posterior,
                skipLayers,
                speed,
                lora);
    }

    /**
     * The settings by which an image was drawn, without its references and adapters.
     *
     * @throws IllegalArgumentException if the recipe leaves out work: which {@link Speed} that was it does not say
     */
    public static DrawSettings of(Recipe recipe) {
        if (!recipe.shortcuts().isExact()) {
            throw new IllegalArgumentException("recipe expected nothing left out, found " + recipe.shortcuts());
        }
        SamplingOptions sampling = recipe.generateRequest().sampling();
        return new DrawSettings(
                recipe.prompt(),
                Optional.of(recipe.negative()),
                Optional.of(new Size(recipe.width(), recipe.height())),
                1,
                recipe.steps(),
                Optional.of(recipe.guidance()),
                recipe.seed(),
                recipe.resize(),
                recipe.imageSize() == 0 ? OptionalInt.empty() : OptionalInt.of(recipe.imageSize()),
                recipe.posterior(),
                sampling.skipLayers(),
                Speed.EXACT,
                List.of());
    }

    /** With what the model chose. */
    public DrawSettings settledAs(String chosenNegative, Size chosenSize, double chosenGuidance) {
        return new DrawSettings(
                prompt,
                Optional.of(chosenNegative),
                Optional.of(chosenSize),
                count,
                steps,
                Optional.of(chosenGuidance),
                seed,
                resize,
                imageSize,
                posterior,
                skipLayers,
                speed,
                lora);
    }

    private SamplingOptions sampling(DeepGen deepgen, int first, Optional<LatentCheckpoint> from) {
        SamplingOptions fresh = SamplingOptions.DEFAULT
                .withSteps(steps)
                .withSeed(seed + first)
                .withPosterior(posterior)
                .withSkipLayers(skipLayers)
                .withShortcuts(deepgen.shortcuts(speed))
                .withAdapters(lora);
        SamplingOptions options = guidance.map(fresh::withGuidance).orElse(fresh);
        return from.map(options::continuing).orElse(options);
    }

    /** Text to image, from image number {@code first} on. */
    GenerateRequest generate(DeepGen deepgen, int first, Optional<LatentCheckpoint> from) {
        return new GenerateRequest(prompt, negative.orElse(""), size, sampling(deepgen, first, from));
    }

    /** Images to image, from image number {@code first} on. */
    EditRequest edit(DeepGen deepgen, List<Image> references, int first, Optional<LatentCheckpoint> from) {
        return new EditRequest(
                references, prompt, negative, size, resize, imageSize, sampling(deepgen, first, from), List.of());
    }

    public JsonNode json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("prompt", prompt);
        negative.ifPresent(text -> fields.put("negative_prompt", text));
        size.ifPresent(value -> fields.put("size", value.toString()));
        fields.put("n", count);
        fields.put("steps", steps);
        guidance.ifPresent(value -> fields.put("guidance", value));
        fields.put("seed", Seed.text(seed));
        fields.put("resize", resize.toString());
        imageSize.ifPresent(value -> fields.put("image_size", value));
        fields.put("reference_draw", posterior == PosteriorDraw.MODE ? "mode" : "sample");
        if (!skipLayers.layers().isEmpty()) {
            Map<String, Object> skip = new LinkedHashMap<>();
            skip.put("layers", List.copyOf(new TreeSet<>(skipLayers.layers())));
            skip.put("scale", skipLayers.scale());
            skip.put("start", skipLayers.start());
            skip.put("stop", skipLayers.stop());
            fields.put("skip_layers", skip);
        }
        if (speed != Speed.EXACT) {
            fields.put("speed", speed.word());
        }
        if (!lora.isEmpty()) {
            fields.put("lora", lora.stream().map(DrawSettings::json).toList());
        }
        return JsonNode.of(fields);
    }

    public static DrawSettings of(JsonNode json) {
        return new DrawSettings(
                json.get("prompt").stringValue(),
                Optional.ofNullable(json.get("negative_prompt")).map(JsonNode::stringValue),
                Optional.ofNullable(json.get("size")).map(JsonNode::stringValue).map(Size::parse),
                json.get("n").intValue(),
                json.get("steps").intValue(),
                Optional.ofNullable(json.get("guidance")).map(JsonNode::doubleValue),
                Seed.parse(json.get("seed").stringValue()),
                ResizeRule.parse(json.get("resize").stringValue()),
                json.has("image_size") ? OptionalInt.of(json.get("image_size").intValue()) : OptionalInt.empty(),
                json.get("reference_draw").stringValue().equals("mode") ? PosteriorDraw.MODE : PosteriorDraw.SAMPLE,
                json.has("skip_layers") ? skip(json.get("skip_layers")) : SkipLayerGuidance.OFF,
                json.has("speed") ? Speed.of(json.get("speed").stringValue()) : Speed.EXACT,
                json.has("lora")
                        ? json.get("lora").stream().map(DrawSettings::adapter).toList()
                        : List.of());
    }

    static Map<String, Object> json(ChosenAdapter adapter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", adapter.name());
        adapter.strength().ifPresent(scale -> fields.put("scale", scale));
        return fields;
    }

    private static ChosenAdapter adapter(JsonNode json) {
        String name = json.get("name").stringValue();
        return json.has("scale") ? ChosenAdapter.of(name, json.get("scale").doubleValue()) : ChosenAdapter.of(name);
    }

    private static SkipLayerGuidance skip(JsonNode json) {
        return new SkipLayerGuidance(
                new TreeSet<>(
                        json.get("layers").stream().map(JsonNode::intValue).toList()),
                json.get("scale").doubleValue(),
                json.get("start").doubleValue(),
                json.get("stop").doubleValue());
    }
}
