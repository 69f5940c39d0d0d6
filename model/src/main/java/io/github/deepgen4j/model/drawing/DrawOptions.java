// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.pipeline.Seed;
import io.github.deepgen4j.model.pipeline.Speed;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Options of an image under the names that they have in the HTTP API: {@code size}, {@code steps}, {@code seed},
 * {@code guidance}, {@code negative_prompt}, {@code output_format} and the others of {@link DrawFields}. Numbers may be
 * given as text. They are read, and refused, when an image is asked for.
 */
public record DrawOptions(Map<String, JsonNode> fields) {
    /** The model's own choices, a random seed, a PNG. */
    public static final DrawOptions NONE = new DrawOptions(Map.of());

    /** Options that take the place of others: which, by name. */
    private static final Map<String, Set<String>> INSTEAD = instead(List.of(
            List.of(Set.of("size"), Set.of("width", "height")),
            List.of(Set.of("steps"), Set.of("num_inference_steps"), Set.of("quality")),
            List.of(Set.of("guidance"), Set.of("guidance_scale"), Set.of("cfg_scale"), Set.of("true_cfg_scale"))));

    public DrawOptions {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(Given.require("options", fields)));
    }

    /** @param choices ways to say one thing, of which one counts */
    private static Map<String, Set<String>> instead(List<List<Set<String>>> choices) {
        Map<String, Set<String>> instead = new HashMap<>();
        for (List<Set<String>> ways : choices) {
            for (Set<String> way : ways) {
                Set<String> others = new HashSet<>();
                ways.stream().filter(other -> other != way).forEach(others::addAll);
                way.forEach(name -> instead.put(name, others));
            }
        }
        return instead;
    }

    /** @param values texts, numbers, and what else JSON has, by name */
    public static DrawOptions of(Map<String, ?> values) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        Given.require("options", values).forEach((name, value) -> fields.put(name, JsonNode.of(value)));
        return new DrawOptions(fields);
    }

    /** With an option; null takes it away. */
    public DrawOptions with(String name, Object value) {
        return with(new DrawOptions(Map.of(Given.require("name of an option", name), JsonNode.of(value))));
    }

    /** With other options, which win over these. */
    public DrawOptions with(DrawOptions others) {
        Map<String, JsonNode> all = new LinkedHashMap<>(fields);
        others.fields.keySet().forEach(name -> all.keySet().removeAll(INSTEAD.getOrDefault(name, Set.of())));
        all.putAll(others.fields);
        return new DrawOptions(all);
    }

    public DrawOptions withSize(int width, int height) {
        return with("size", width + "x" + height);
    }

    public DrawOptions withSteps(int value) {
        return with("steps", value);
    }

    /** @param value the 64 bits of {@link Seed} */
    public DrawOptions withSeed(long value) {
        return with("seed", Seed.text(value));
    }

    public DrawOptions withGuidance(double value) {
        return with("guidance", value);
    }

    /** With what the model leaves out at this speed; {@link Speed#EXACT} when nothing is said. */
    public DrawOptions withSpeed(Speed value) {
        return with("speed", Given.require("speed", value).word());
    }

    /** With these adapters of those that the model was opened with by name, in the place of those chosen before. */
    public DrawOptions withLora(List<ChosenAdapter> value) {
        return with(
                "lora",
                Given.requireAll("adapter", value).stream()
                        .map(DrawSettings::json)
                        .toList());
    }

    public DrawOptions withNegative(String value) {
        return with("negative_prompt", value);
    }

    public DrawOptions withFormat(OutputFormat value) {
        return with("output_format", value.name().toLowerCase(Locale.ROOT));
    }

    /**
     * The drawing of a prompt with these options.
     *
     * @param steps where the options say nothing, see {@link io.github.deepgen4j.model.components.ModelConfig#steps()}
     * @param references bytes of image files in order; none for text to image
     * @param mask bytes of a PNG file whose transparent pixels are where the first reference is drawn anew
     * @throws IllegalArgumentException saying which option is wrong, what was expected and what was found
     */
    public Drawing drawing(int steps, String prompt, List<byte[]> references, Optional<byte[]> mask) {
        Map<String, JsonNode> all = new LinkedHashMap<>(fields);
        all.put("prompt", JsonNode.of(prompt));
        var reader = new FieldReader(all, true, (_, _, message) -> new IllegalArgumentException(message));
        var drawn = new DrawFields(reader);
        DrawSettings settings = drawn.settings(steps, DrawFields.MOST_STEPS, DrawFields.MOST_COUNT);
        PictureFormat format = drawn.format();
        List<String> ignored = drawn.ignored();
        reader.unknown().stream().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "option %s is not known; did you mean %s?".formatted(name, reader.nearest(name)));
        });
        if (references.isEmpty() && mask.isPresent()) {
            throw new IllegalArgumentException("mask expected beside an image, found without one");
        }
        return new Drawing(new DrawRequest(settings, references, mask), format, ignored);
    }
}
