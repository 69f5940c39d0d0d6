// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.weights.Component;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that transformers and diffusers read from a model's configuration, and what becomes of each here: read,
 * without influence, or refused unless it has the value that this program computes with. The table is the resource
 * {@code config-fields.txt}; docs/config-fields.md repeats it.
 */
final class ConfigFields {
    private static final String RESOURCE = "config-fields.txt";
    private static final Map<String, Map<String, String>> ROLES = roles();

    private ConfigFields() {}

    private static Map<String, Map<String, String>> roles() {
        Map<String, Map<String, String>> roles = new HashMap<>();
        try (InputStream stream = ConfigFields.class.getResourceAsStream(RESOURCE)) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split(" ", 3);
                    roles.computeIfAbsent(words[0], _ -> new LinkedHashMap<>()).put(words[1], words[2]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
        return roles;
    }

    /** The roles of the fields of one table, as the resource says them. */
    static Map<String, String> roles(String table) {
        return ROLES.get(table);
    }

    /**
     * Refuses a folder whose configuration asks for another arithmetic.
     *
     * @throws ConfigException naming the file, the field, what is supported and what was found
     */
    static void requireSupported(Path folder) {
        sections(folder).forEach(ConfigFields::requireSupported);
    }

    private static void requireSupported(ConfigFile config, String table) {
        roles(table).forEach((field, role) -> {
            if (role.startsWith("only ")
                    && !Arrays.asList(role.substring(5).split(" or ")).contains(config.json(field))) {
                throw config.error("field '%s' expected %s, found %s; nothing else is supported"
                        .formatted(
                                field,
                                role.substring(5).replace("null", "no such field"),
                                config.has(field) ? config.json(field) : "no such field"));
            }
        });
    }

    /** Fields that neither this program nor the libraries read, as "file: field"; they may be slips. */
    static List<String> unknown(Path folder) {
        List<String> unknown = new ArrayList<>();
        sections(folder)
                .forEach((config, table) -> config.fields().stream()
                        .filter(field -> !roles(table).containsKey(field) && !field.startsWith("_"))
                        .map(field -> config.error("field '" + field + "' is read by no library")
                                .getMessage())
                        .forEach(unknown::add));
        return unknown;
    }

    private static Map<ConfigFile, String> sections(Path folder) {
        Map<ConfigFile, String> sections = new LinkedHashMap<>();
        ConfigFile vlm = ConfigFile.read(folder.resolve(Component.VLM.config()));
        sections.put(vlm, "vlm");
        if (vlm.has("text_config")) {
            sections.put(vlm.section("text_config"), "vlm");
        }
        if (vlm.has("vision_config")) {
            sections.put(vlm.section("vision_config"), "vision");
        }
        for (Component component : List.of(Component.CONNECTOR, Component.TRANSFORMER, Component.VAE)) {
            sections.put(ConfigFile.read(folder.resolve(component.config())), component.folder());
        }
        sections.put(ConfigFile.read(folder.resolve(ModelConfig.SCHEDULER)), "scheduler");
        return sections;
    }
}
