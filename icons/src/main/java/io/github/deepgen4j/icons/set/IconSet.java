// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A set of drawings in Iconify's form, as the npm packages {@code @iconify-json/*} hold it.
 *
 * @param prefix its name, which stands for its style
 * @param codes code points by name of a drawing; may be empty
 */
record IconSet(Path folder, String prefix, Map<String, String> codes, JsonNode drawings) {
    private static final JsonMapper JSON = new JsonMapper();

    /** True for a folder of that form. */
    static boolean in(Path folder) {
        return Files.isRegularFile(folder.resolve("icons.json"));
    }

    static IconSet read(Path folder) {
        JsonNode drawings = tree(folder.resolve("icons.json"));
        if (!drawings.path("prefix").isString() || !drawings.path("icons").isObject()) {
            throw new ConfigException(folder.resolve("icons.json")
                    + ": expected an object with prefix and icons, as Iconify's packages have it; found none"
                    + " of that form");
        }
        Map<String, String> codes = new LinkedHashMap<>();
        Path chars = folder.resolve("chars.json");
        if (Files.isRegularFile(chars)) {
            tree(chars).forEachEntry((code, name) -> codes.putIfAbsent(name.asString(""), code));
        }
        return new IconSet(folder, drawings.path("prefix").asString(), codes, drawings);
    }

    /** Names of all drawings, those that are another one reversed included. */
    Iterable<String> names() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        drawings.path("icons").forEachEntry((name, _) -> names.put(name, true));
        drawings.path("aliases").forEachEntry((name, _) -> names.put(name, true));
        return names.keySet();
    }

    /** The SVG document of a drawing; empty if the set has no body for it. */
    Optional<String> svg(String name) {
        JsonNode alias = drawings.path("aliases").path(name);
        JsonNode drawing = drawings.path("icons").path(alias.path("parent").asString(name));
        String body = drawing.path("body").asString("");
        if (body.isBlank()) {
            return Optional.empty();
        }
        int width = number(drawing, "width", 16);
        int height = number(drawing, "height", 16);
        int left = number(drawing, "left", 0);
        if (alias.path("hFlip").asBoolean(false)) {
            body = "<g transform=\"translate(" + (2 * left + width) + " 0) scale(-1 1)\">" + body + "</g>";
        }
        return Optional.of("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                + " width=\"" + width + "\" height=\"" + height + "\" viewBox=\"" + left + " "
                + number(drawing, "top", 0) + " " + width + " " + height + "\">" + body + "</svg>");
    }

    private int number(JsonNode drawing, String key, int otherwise) {
        return drawing.path(key).asInt(drawings.path(key).asInt(otherwise));
    }

    private static JsonNode tree(Path file) {
        try {
            return JSON.readTree(file);
        } catch (JacksonException e) {
            throw new ConfigException(
                    file + ": expected JSON of an Iconify package, cannot be read (" + e.getOriginalMessage() + ")");
        }
    }
}
