// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ReleasedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The small files of a model (configurations, tokenizer, scheduler), in a folder of the released layout: that of a
 * released model itself, or one put together from the base models. Closing removes the latter.
 */
final class Configuration implements AutoCloseable {
    private final Path folder;
    private final boolean temporary;
    private final Optional<Path> connectorConfig;

    private Configuration(Path folder, boolean temporary, Optional<Path> connectorConfig) {
        this.folder = folder;
        this.temporary = temporary;
        this.connectorConfig = connectorConfig;
    }

    /**
     * @param model a released folder, or one of base models
     * @param connectorConfig used instead of the connector's own
     */
    static Configuration of(Path model, Optional<Path> connectorConfig) {
        if (!ModelZoo.is(model) && connectorConfig.isEmpty()) {
            return new Configuration(model, false, connectorConfig);
        }
        try {
            Path folder = Files.createTempDirectory("deepgen-configuration");
            Configuration configuration = new Configuration(folder, true, connectorConfig);
            try {
                configuration.collect(model);
                return configuration;
            } catch (IOException | RuntimeException e) {
                configuration.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(model + ": its configuration cannot be copied", e);
        }
    }

    private void collect(Path model) throws IOException {
        if (ModelZoo.is(model)) {
            Map<String, String> files = new LinkedHashMap<>(ModelZoo.REQUIRED);
            ModelZoo.OPTIONAL.forEach((target, source) -> {
                if (Files.isRegularFile(model.resolve(source))) {
                    files.put(target, source);
                }
            });
            files.putAll(ModelZoo.licences(model));
            for (var entry : files.entrySet()) {
                Path file = model.resolve(entry.getValue());
                if (!Files.isRegularFile(file)) {
                    throw new ConfigException(file + ": file not found");
                }
                copy(file, folder.resolve(entry.getKey()));
            }
            write(folder.resolve("model_index.json"), ModelZoo.MODEL_INDEX);
            write(folder.resolve(Component.CONNECTOR.config()), ModelZoo.CONNECTOR_CONFIG);
        } else {
            ReleasedFolder.copyAllButWeights(model, folder);
        }
        if (connectorConfig.isPresent()) {
            copy(connectorConfig.get(), folder.resolve(Component.CONNECTOR.config()));
        }
    }

    ModelConfig read() {
        return ModelConfig.read(folder);
    }

    /** Copies everything but weights. */
    void copyTo(Path target) {
        ReleasedFolder.copyAllButWeights(folder, target);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        AtomicFile.copy(from, to);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, text);
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be removed", e);
        }
    }
}
