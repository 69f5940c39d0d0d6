// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A place that knows models by name, found with {@link ServiceLoader}; module {@code deepgen4j-hub} provides the cache
 * of the Hugging Face hub.
 */
public interface ModelNames {
    /**
     * The folder of a model.
     *
     * @param name as the user gave it, not the path of a folder
     * @return empty if this place has no models of such names
     * @throws ConfigException if it could have this one, and does not
     */
    Optional<Path> find(String name);

    /** The name of the embedded model (module {@code deepgen4j-nano}), whatever folder is called so. */
    String NANO = EmbeddedNano.NAME;

    /**
     * The folder that a name stands for: for {@link #NANO} the one it is unpacked into, else itself where there is such
     * a folder, else what the first place says that knows it, else itself again.
     *
     * @throws ConfigException if a place could have it, and does not; or if the module of the embedded model is missing
     */
    static Path folder(String name) {
        if (name.equals(NANO)) {
            return EmbeddedNano.folder();
        }
        Path folder = Path.of(name);
        if (Files.exists(folder)) {
            return folder;
        }
        return ServiceLoader.load(ModelNames.class, ModelNames.class.getClassLoader()).stream()
                .flatMap(place -> place.get().find(name).stream())
                .findFirst()
                .orElse(folder);
    }
}
