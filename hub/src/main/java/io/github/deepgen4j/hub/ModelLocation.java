// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The checkpoint folder that a name stands for: the folder itself, or a repository's snapshot in the hub's cache. */
public final class ModelLocation {
    private ModelLocation() {}

    /**
     * Finds it; a folder goes before a repository of the same name, and nothing is downloaded.
     *
     * @param model a path, or {@code OWNER/NAME}
     * @param hub asked only when no such folder exists
     * @throws ConfigException for the name of a repository that the cache does not hold
     */
    public static Path folder(String model, Supplier<HubSettings> hub) {
        Path folder = Path.of(model);
        if (Files.exists(folder) || !RepositoryId.isOne(model)) {
            return folder;
        }
        return Pull.cached(model, hub.get())
                .orElseThrow(
                        () -> new ConfigException(model + ": no such folder. If it is a repository of the Hugging Face"
                                + " hub, download it first: deepgen model pull " + model + " (in Java: Hub.pull)"));
    }
}
