// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.mlflow;

import static io.github.deepgen4j.model.files.ConfigException.require;

import java.net.URI;

/**
 * A tracking server.
 *
 * @param uri {@code http://host:port}, with or without a path
 * @param experiment name; created if there is none
 */
public record MlflowConfig(URI uri, String experiment) {
    public MlflowConfig {
        boolean web = uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
        require(web, "uri", "http://HOST:PORT or https://HOST", uri);
        require(!experiment.isBlank(), "experiment", "a name", experiment);
    }
}
