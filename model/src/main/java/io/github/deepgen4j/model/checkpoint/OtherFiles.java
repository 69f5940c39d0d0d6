// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.files.TextFile;
import io.github.deepgen4j.model.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Faults of a file of a checkpoint that nothing here reads, but other libraries do. */
final class OtherFiles {
    private OtherFiles() {}

    /** Damage: no regular file, a pointer in place of one, or a {@code .json} that holds no JSON. */
    static Optional<String> fault(Path file) {
        if (!Files.isRegularFile(file)) {
            return FileStart.fault(file);
        }
        if (!file.toString().endsWith(".json")) {
            return FileStart.fault(file).filter(fault -> fault.endsWith(FileStart.POINTER));
        }
        try {
            Json.read(TextFile.read(file));
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage().replace(file + ": ", ""));
        } catch (JacksonException e) {
            return Optional.of(JsonFile.reason(e) + "; fetch the file again, or mend it");
        }
    }
}
