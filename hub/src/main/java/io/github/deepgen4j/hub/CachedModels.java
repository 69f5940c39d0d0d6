// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.pipeline.ModelNames;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repositories that the cache of the hub holds, as models that
 * {@link io.github.deepgen4j.model.pipeline.DeepGen#open(String)} knows by name. Nothing is downloaded.
 */
public final class CachedModels implements ModelNames {
    private final Supplier<HubSettings> hub;

    /** Those of the settings of this process. */
    public CachedModels() {
        this(HubSettings::ofProcess);
    }

    CachedModels(Supplier<HubSettings> hub) {
        this.hub = hub;
    }

    @Override
    public Optional<Path> find(String name) {
        if (!RepositoryId.isOne(name)) {
            return Optional.empty();
        }
        return Optional.of(Pull.cached(name, hub.get())
                .orElseThrow(() -> new ConfigException(name + ": no such folder. If it is a repository of the Hugging"
                        + " Face hub, download it first: deepgen model pull " + name + " (in Java: Hub.pull)")));
    }
}
