// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.mlflow;

import io.github.deepgen4j.model.files.ConfigException;
import java.net.URI;

/**
 * A tracking server.
 *
 * @param uri {@code http://host:port}, with or without a path
 * @param experiment name; created if there is none
 */
public record MlflowConfig(URI uri, String experiment) {
    public MlflowConfig {
        if (uri == null
                || uri.getHost() == null
                || !String.valueOf(uri.getScheme()).matches("https?")) {
            throw new ConfigException("mlflow.uri expected http://HOST:PORT or https://HOST, found " + uri);
        }
        if (experiment == null || experiment.isBlank()) {
            throw new ConfigException("mlflow.experiment expected a name, found " + experiment);
        }
    }
}
