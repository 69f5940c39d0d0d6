// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.engines.onnx;

import io.github.deepgen4j.evaluation.engine.EngineException;
import io.github.deepgen4j.evaluation.engine.Fingerprint;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder with networks and {@code engine.json}, which describes them (docs/evaluation.md, "Engines").
 *
 * @param config the content of {@code engine.json}
 */
public record Description(Path folder, ConfigFile config) {
    /** The name of the file that makes a folder an engine. */
    public static final String FILE = "engine.json";

    /**
     * Reads the description in a folder.
     *
     * @param kind that the engine must be of, its field {@code kind}
     * @throws ConfigException if it is absent, damaged, or of another kind
     */
    public static Description read(Path folder, String kind) {
        Description description = new Description(folder, ConfigFile.read(folder.resolve(FILE)));
        String found = description.config.text("kind", "");
        if (!found.equals(kind)) {
            throw description.config.error("field 'kind' expected " + kind + ", found '" + found + "'");
        }
        return description;
    }

    /** The file that a field names, in the same folder. */
    public Path file(String field, String fallback) {
        String name = config.text(field, fallback);
        if (name.isBlank() || !Path.of(name).equals(Path.of(name).getFileName())) {
            throw config.error(
                    "field '" + field + "' expected the name of a file in this folder, found '" + name + "'");
        }
        return folder.resolve(name);
    }

    /**
     * Opens the network that a field names. If the object {@code sha256} has a field of the same name, the file must
     * have that checksum.
     *
     * @throws EngineException if it is absent, damaged or another one
     */
    public OnnxModel open(String field, String fallback) {
        OnnxModel model = OnnxModel.open(file(field, fallback));
        String wanted = config.has("sha256") ? config.section("sha256").text(field, "") : "";
        if (!wanted.isEmpty() && !wanted.equals(model.sha256())) {
            model.close();
            throw new EngineException("%s: expected the sha256 %s of engine.json, found %s; add the engine again"
                    .formatted(model.name(), wanted, model.sha256()));
        }
        return model;
    }

    /** A fingerprint of this folder's engine: its networks by role, and the description itself. */
    public Fingerprint fingerprint(Map<String, OnnxModel> models) {
        Map<String, String> sums = new LinkedHashMap<>();
        models.forEach((role, model) -> sums.put(role, model.sha256()));
        Path file = folder.resolve(FILE);
        try {
            sums.put("description", Digest.sha256(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
        return new Fingerprint(config.text("name", "unnamed"), config.text("version", ""), sums, Map.of());
    }
}
