// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.cache;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors in a folder, found by what they were computed from: one safetensors file an entry, named by the SHA-256 of
 * its key. What changes the result is part of the key, so an entry is never out of date. Several processes may share a
 * folder.
 */
final class ContentCache {
    private final Path folder;

    ContentCache(Path folder) {
        this.folder = folder;
    }

    /** The name of what follows from these texts, in this order. */
    static String key(List<String> parts) {
        Digest digest = Digest.sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.add(bytes.length + ":").add(bytes); // or "ab", "c" would be "a", "bc"
        }
        return digest.hex();
    }

    boolean has(String key) {
        return Files.exists(file(key));
    }

    /** The tensors of an entry, in the innermost scope. */
    Optional<Map<String, Tensor>> get(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        try (Safetensors stored = Safetensors.open(file(key))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            stored.names().forEach(name -> tensors.put(name, stored.tensor(name)));
            return Optional.of(tensors);
        }
    }

    void put(String key, Map<String, Tensor> tensors) {
        try {
            Files.createDirectories(file(key).getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written", e);
        }
        SafetensorsWriter.write(file(key), tensors);
    }

    private Path file(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".safetensors");
    }
}
