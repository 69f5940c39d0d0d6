// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text in which other programs look for an image's prompt and settings, in the form that AUTOMATIC1111's web UI
 * began: the prompt, a line {@code Negative prompt: ...}, and a last line of {@code Name: value} with commas between.
 */
final class ParametersText {
    /** Keyword of the text; in JPEG and WebP it is the user comment of EXIF. */
    static final String KEY = "parameters";

    private static final int HASH_DIGITS = 10;

    private ParametersText() {}

    static String of(Recipe recipe) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Steps", String.valueOf(recipe.steps()));
        settings.put("Sampler", "Euler");
        settings.put("CFG scale", String.valueOf(recipe.guidance()).replaceFirst("\\.0$", ""));
        settings.put("Seed", Seed.text(recipe.seed()));
        settings.put("Size", recipe.width() + "x" + recipe.height());
        settings.put(
                "Model hash",
                recipe.fingerprint()
                        .substring(0, Math.min(HASH_DIGITS, recipe.fingerprint().length())));
        settings.put("Model", modelName(recipe.model()));
        settings.put("Version", "DeepGen4J " + recipe.version());
        String negative = recipe.negative().isEmpty() ? "" : "\nNegative prompt: " + recipe.negative();
        return recipe.prompt()
                + negative
                + settings.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + quoted(entry.getValue()))
                        .collect(Collectors.joining(", ", "\n", ""));
    }

    /** The last name of a path, since the rest is nobody else's business. */
    private static String modelName(String model) {
        String[] names = model.split("[/\\\\]+");
        return names.length == 0 ? model : names[names.length - 1];
    }

    private static String quoted(String value) {
        return value.matches("[^,:\\n\"]*") ? value : Json.write(value);
    }
}
