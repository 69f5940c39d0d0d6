// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.http.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * A request as A1111's clients send it, in the fields of ours. They send dozens of fields: those that are not known
 * here are ignored, whatever they hold.
 */
final class SdRequest {
    private static final Set<String> SAME =
            Set.of("prompt", "negative_prompt", "steps", "seed", "width", "height", "lora");
    private static final Set<String> READ =
            Set.of("cfg_scale", "batch_size", "n_iter", "init_images", "mask", "override_settings", "send_images");
    private static final int MOST = 100;
    private static final int OPAQUE = 0xff000000;
    private static final int HALF = 128;

    private final Form given;
    private final boolean edit;

    /** @param edit true for a request that must have an image */
    SdRequest(Form given, boolean edit) {
        this.given = given;
        this.edit = edit;
    }

    /** Names of fields that have no effect. */
    List<String> ignored() {
        return given.fields().entrySet().stream()
                .filter(field -> !field.getValue().isNull())
                .map(Map.Entry::getKey)
                .filter(name -> !SAME.contains(name) && !READ.contains(name))
                .sorted()
                .toList();
    }

    /**
     * The request as {@code /deepgen/v1/jobs} takes it.
     *
     * @param standard the caller's model, where the request names none
     */
    Form form(Optional<String> standard) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        given.fields().forEach((name, value) -> {
            if (SAME.contains(name)) {
                fields.put(name, value);
            }
        });
        fields.put("kind", JsonNode.of(edit ? "edit" : "generate"));
        fields.put("n", JsonNode.of(count("batch_size") * count("n_iter")));
        field("cfg_scale").ifPresent(value -> fields.put("guidance", guidance(value)));
        model().or(() -> standard).ifPresent(name -> fields.put("model", JsonNode.of(name)));
        if (edit) {
            fields.put("images", field("init_images").orElseThrow(() -> missing("init_images")));
            field("mask").ifPresent(value -> fields.put("mask", mask(value)));
        }
        return new Form(fields, List.of(), false);
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(given.fields().get(name)).filter(value -> !value.isNull());
    }

    private static Problem missing(String name) {
        return Problem.invalid("missing_parameter", name, name + " expected at least one image, found none");
    }

    private int count(String name) {
        JsonNode value = field(name).orElse(JsonNode.of(1));
        if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > MOST) {
            throw given.reader().wrong(name, "a whole number from 1 to " + MOST, value);
        }
        return value.intValue();
    }

    /** Below 1 there is no guidance, as at 1. */
    private static JsonNode guidance(JsonNode value) {
        return value.isNumber() && value.doubleValue() < 1 ? JsonNode.of(1.0) : value;
    }

    private Optional<String> model() {
        return field("override_settings")
                .map(settings -> settings.path("sd_model_checkpoint").asString())
                .filter(name -> !name.isEmpty())
                .map(SdRequest::modelName);
    }

    /** Titles of models end in a hash, {@code name [hash]}. */
    static String modelName(String title) {
        return title.replaceFirst("\\s*\\[[^\\]]*\\]$", "");
    }

    /** A mask whose white is drawn, as one whose transparent pixels are. */
    private JsonNode mask(JsonNode value) {
        if (!value.isString()) {
            throw given.reader().wrong("mask", "base64", value);
        }
        try {
            Image mask = Image.read(GivenImages.decoded("mask", value.stringValue()), "mask", DrawRequest.MOST_PIXELS);
            var alpha = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_INT_ARGB);
            byte[] rgb = mask.rgb();
            for (int i = 0; i < mask.width() * mask.height(); i++) {
                boolean drawn = (rgb[3 * i] & 255) >= HALF;
                alpha.setRGB(i % mask.width(), i / mask.width(), drawn ? 0 : OPAQUE);
            }
            var png = new ByteArrayOutputStream();
            ImageIO.write(alpha, "png", png);
            return JsonNode.of(Base64.getEncoder().encodeToString(png.toByteArray()));
        } catch (ImageException e) {
            throw Problem.invalid("invalid_mask", "mask", e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing of this leaves the memory
        }
    }
}
