// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import io.github.deepgen4j.model.drawing.DrawOptions;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.Map;
import org.springframework.ai.image.ImageOptions;

/**
 * Options of an image for Spring AI: all that {@link DrawOptions} has, and its portable ones.
 *
 * @param options under their names in the HTTP API
 */
public record DeepGenImageOptions(DrawOptions options) implements ImageOptions {
    /** The defaults, to be given others by {@code with}. */
    public static final DeepGenImageOptions NONE = new DeepGenImageOptions(DrawOptions.NONE);

    /** With an option under its name in the HTTP API, such as {@code steps}. */
    public DeepGenImageOptions with(String name, Object value) {
        return new DeepGenImageOptions(options.with(name, value));
    }

    /** Portable options: those of other models are taken as far as they are portable. */
    static DrawOptions of(ImageOptions given) {
        if (given instanceof DeepGenImageOptions own) {
            return own.options;
        }
        if (given == null) {
            return DrawOptions.NONE;
        }
        String form = given.getResponseFormat();
        if (form != null && !form.isEmpty() && !form.equals("b64_json")) {
            throw new IllegalArgumentException("response format expected b64_json, found " + form);
        }
        DrawOptions options = DrawOptions.NONE;
        options = with(options, "n", given.getN());
        options = with(options, "width", given.getWidth());
        options = with(options, "height", given.getHeight());
        return with(options, "style", given.getStyle());
    }

    private static DrawOptions with(DrawOptions options, String name, Object value) {
        return value == null ? options : options.with(new DrawOptions(Map.of(name, JsonNode.of(value))));
    }

    @Override
    public Integer getN() {
        return number("n");
    }

    /** Null: the model is the one that was opened. */
    @Override
    public String getModel() {
        return null;
    }

    @Override
    public Integer getWidth() {
        return number("width");
    }

    @Override
    public Integer getHeight() {
        return number("height");
    }

    @Override
    public String getResponseFormat() {
        return "b64_json";
    }

    @Override
    public String getStyle() {
        return null;
    }

    private Integer number(String name) {
        JsonNode value = options.fields().get(name);
        return value == null || !value.canConvertToInt() ? null : value.intValue();
    }
}
