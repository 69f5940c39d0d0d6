// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.pipeline.Seed;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads what decides an image, and the file it is given back as, from named fields: OpenAI's, ours, and the aliases
 * that clients use. Each field is read once.
 */
public final class DrawFields {
    /** Steps of an image. */
    public static final int MOST_STEPS = 1000;

    /** Images of a request. */
    public static final int MOST_COUNT = 10;

    private static final int MOST_PROMPT = 16_384;
    private static final int MOST_SIDE = 1 << 16;
    private static final double MOST_GUIDANCE = 1000;
    private static final int WHOLE = 100; // percent
    private static final int MOST_STRENGTH = 100; // alpha / rank of a file that does not tell it may be large
    private static final Map<String, Integer> QUALITIES = Map.of("low", 20, "medium", 35, "high", 50, "hd", 50);
    private static final List<String> OWN_QUALITIES = List.of("auto", "standard");
    private static final List<String> IGNORED =
            List.of("style", "input_fidelity", "moderation", "safety_identifier", "complexity");
    private static final List<String> FORMATS = List.of("png", "jpeg", "webp");

    private final FieldReader fields;
    private final Optional<String> quality;
    private final Optional<String> seed;

    public DrawFields(FieldReader fields) {
        this.fields = fields;
        this.quality = quality(fields);
        this.seed = fields.numeral("seed").filter(text -> !text.equals("-1"));
    }

    private static Optional<String> quality(FieldReader fields) {
        List<String> words = new ArrayList<>(OWN_QUALITIES);
        words.addAll(new TreeSet<>(QUALITIES.keySet()));
        return fields.word("quality", words);
    }

    /** The quality by name, {@code auto} when nothing is said. */
    public String quality() {
        return quality.orElse("auto");
    }

    /** True if a seed was chosen; otherwise {@link #settings} draws one. */
    public boolean seeded() {
        return seed.isPresent();
    }

    /**
     * The settings of the image. Fields: prompt, negative_prompt, size or width and height, n, steps, quality,
     * guidance, seed, resize, image_size, reference_draw, skip_layers, speed, lora.
     *
     * @param usual steps when nothing is said
     * @param mostSteps more are refused
     * @param mostCount more images are refused
     */
    public DrawSettings settings(int usual, int mostSteps, int mostCount) {
        return new DrawSettings(
                prompt(),
                fields.text("negative_prompt").map(text -> shortEnough("negative_prompt", text)),
                size(),
                fields.integer("n", 1, mostCount).orElse(1),
                fields.integer("steps", 1, mostSteps, "num_inference_steps")
                        .orElseGet(() -> quality.map(QUALITIES::get).orElse(usual)),
                fields.decimal("guidance", 1, MOST_GUIDANCE, "guidance_scale", "cfg_scale", "true_cfg_scale"),
                seed.map(this::seed).orElseGet(Seed::random),
                fields.word(
                                "resize",
                                Stream.of(ResizeRule.values())
                                        .map(ResizeRule::toString)
                                        .toList())
                        .map(ResizeRule::parse)
                        .orElse(ResizeRule.FIX_PIXELS),
                fields.integer("image_size", 32, MOST_SIDE).map(OptionalInt::of).orElse(OptionalInt.empty()),
                fields.word("reference_draw", List.of("sample", "mode"))
                        .map(word -> word.equals("mode") ? PosteriorDraw.MODE : PosteriorDraw.SAMPLE)
                        .orElse(PosteriorDraw.SAMPLE),
                fields.tree("skip_layers").map(this::skipLayers).orElse(SkipLayerGuidance.OFF),
                fields.word("speed", Speed.WORDS).map(Speed::of).orElse(Speed.EXACT),
                fields.tree("lora").map(this::lora).orElse(List.of()));
    }

    private long seed(String text) {
        try {
            return Seed.parse(text);
        } catch (IllegalArgumentException e) {
            throw fields.refuse("invalid_value", "seed", e.getMessage());
        }
    }

    private String prompt() {
        String prompt = fields.text("prompt")
                .orElseThrow(() -> fields.refuse("missing_parameter", "prompt", "prompt expected text, found nothing"));
        if (prompt.isBlank()) {
            throw fields.refuse("invalid_value", "prompt", "prompt expected text, found none");
        }
        return shortEnough("prompt", prompt);
    }

    private String shortEnough(String field, String text) {
        if (text.length() > MOST_PROMPT) {
            throw fields.refuse(
                    "prompt_too_long",
                    field,
                    "%s expected at most %d characters, found %d; shorten it"
                            .formatted(field, MOST_PROMPT, text.length()));
        }
        return text;
    }

    private Optional<Size> size() {
        Optional<Size> size =
                fields.text("size").filter(text -> !text.equals("auto")).map(this::parsed);
        Optional<Integer> width = fields.integer("width", 1, MOST_SIDE);
        Optional<Integer> height = fields.integer("height", 1, MOST_SIDE);
        if (width.isPresent() != height.isPresent()) {
            throw fields.refuse(
                    "missing_parameter",
                    width.isPresent() ? "height" : "width",
                    "width and height expected both or none, found one");
        }
        Optional<Size> sides = width.map(wide -> new Size(wide, height.orElseThrow()));
        if (size.isPresent() && sides.isPresent() && !size.equals(sides)) {
            throw fields.refuse(
                    "conflicting_parameters",
                    "width",
                    "size and width, height expected one size, found %s and %s".formatted(size.get(), sides.get()));
        }
        return size.or(() -> sides);
    }

    private Size parsed(String text) {
        try {
            return Size.parse(text);
        } catch (IllegalArgumentException e) {
            throw fields.refuse("invalid_size", "size", e.getMessage());
        }
    }

    private SkipLayerGuidance skipLayers(JsonNode given) {
        if (!given.isObject() || !given.path("layers").isArray()) {
            throw fields.wrong("skip_layers", "{\"layers\": [7, 8], \"scale\", \"start\", \"stop\"}", given);
        }
        var layers = new TreeSet<Integer>();
        for (JsonNode layer : given.get("layers")) {
            if (!layer.canConvertToInt()) {
                throw fields.wrong("skip_layers.layers", "numbers of layers", layer);
            }
            layers.add(layer.intValue());
        }
        return new SkipLayerGuidance(
                layers,
                number(given, "scale", SkipLayerGuidance.OFF.scale()),
                number(given, "start", SkipLayerGuidance.OFF.start()),
                number(given, "stop", SkipLayerGuidance.OFF.stop()));
    }

    private List<ChosenAdapter> lora(JsonNode given) {
        if (!given.isArray()) {
            throw fields.wrong("lora", "[{\"name\", \"scale\"}]", given);
        }
        List<ChosenAdapter> chosen = given.stream().map(this::adapter).toList();
        try {
            return ChosenAdapter.all(chosen);
        } catch (IllegalArgumentException e) {
            throw fields.refuse("invalid_value", "lora", e.getMessage());
        }
    }

    private ChosenAdapter adapter(JsonNode given) {
        if (!given.isObject() || !given.path("name").isString()) {
            throw fields.wrong("lora", "objects {\"name\", \"scale\"}", given);
        }
        given.propertyNames().stream()
                .filter(name -> !name.equals("name") && !name.equals("scale"))
                .findFirst()
                .ifPresent(name -> {
                    throw fields.refuse(
                            "unknown_parameter", "lora", "lora expected name and scale, found " + shortened(name));
                });
        JsonNode scale = given.path("scale");
        String name = given.get("name").stringValue();
        if (scale.isMissingNode() || scale.isNull()) {
            return ChosenAdapter.of(name);
        }
        if (!scale.isNumber() || !(Math.abs(scale.doubleValue()) <= MOST_STRENGTH)) {
            throw fields.wrong("lora.scale", "a number from -%d to %d".formatted(MOST_STRENGTH, MOST_STRENGTH), scale);
        }
        return ChosenAdapter.of(name, scale.doubleValue());
    }

    private static String shortened(String name) {
        return FieldReader.shown(JsonNode.of(name));
    }

    private double number(JsonNode object, String field, double fallback) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= 1000)) {
            throw fields.wrong("skip_layers." + field, "a number up to 1000", value);
        }
        return value.doubleValue();
    }

    /** The file that is given back. Fields: output_format, output_compression. */
    public PictureFormat format() {
        return new PictureFormat(
                fields.word("output_format", FORMATS)
                        .map(name -> OutputFormat.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(OutputFormat.PNG),
                fields.integer("output_compression", 0, WHOLE).orElse(WHOLE));
    }

    /** OpenAI's fields that were given and have no effect here. */
    public List<String> ignored() {
        return fields.present(IGNORED);
    }
}
