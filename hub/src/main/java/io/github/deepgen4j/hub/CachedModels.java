// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.model.pipeline.ModelNames;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Repositories that the cache of the hub holds, as models that
 * {@link io.github.deepgen4j.model.pipeline.DeepGen#open(String)} knows by name.
 */
public final class CachedModels implements ModelNames {
    @Override
    public Optional<Path> find(String name) {
        return RepositoryId.isOne(name)
                ? Optional.of(ModelLocation.folder(name, HubSettings::ofProcess))
                : Optional.empty();
    }
}
