// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.tensor.cache.CacheException;
import io.github.deepgen4j.tensor.cache.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The nano checkpoint of module {@code deepgen4j-nano}, unpacked once into the {@link CacheFolder} so that it can be
 * mapped like any other. Its list of files and their SHA-256 names the folder, so another nano gets another folder.
 */
final class EmbeddedNano {
    static final String NAME = "nano";

    private static final String RESOURCES = "io/github/deepgen4j/nano/";
    private static final String SUMS = "SHA256SUMS"; // as sha256sum writes it: sum, two spaces, path

    private record Entry(String sha256, String path) {}

    private EmbeddedNano() {}

    /**
     * The unpacked folder; files that are missing or of another content are written again.
     *
     * @throws CacheException if the cache folder cannot be used
     */
    static Path folder() {
        CacheFolder cache = CacheFolder.ofProcess();
        try {
            byte[] sums = resource(SUMS);
            List<Entry> entries = entries(sums);
            Path folder = cache.path().resolve("nano-" + Digest.sha256(sums).substring(0, 16));
            if (!missing(folder, entries).isEmpty()) {
                cache.locked(() -> unpack(folder, entries));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded nano model cannot be " + cache.hint(), e);
        }
    }

    private static List<Entry> missing(Path folder, List<Entry> entries) throws IOException {
        List<Entry> missing = new ArrayList<>();
        for (Entry entry : entries) {
            Path file = folder.resolve(entry.path());
            if (!Files.isRegularFile(file)
                    || !Digest.sha256(Files.readAllBytes(file)).equals(entry.sha256())) {
                missing.add(entry);
            }
        }
        return missing;
    }

    private static Path unpack(Path folder, List<Entry> entries) {
        try {
            for (Entry entry : missing(folder, entries)) { // again: another process may just have written them
                Path file = folder.resolve(entry.path());
                Files.createDirectories(file.getParent());
                AtomicFile.write(file, resource(entry.path()));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the embedded nano model cannot be unpacked", e);
        }
    }

    private static List<Entry> entries(byte[] sums) {
        return new String(sums, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("  ", 2))
                .map(parts -> new Entry(parts[0], parts[1]))
                .toList();
    }

    private static byte[] resource(String path) throws IOException {
        // A class looks for resources in its own module only, a loader in all modules and on the class path.
        try (InputStream stream = EmbeddedNano.class.getClassLoader().getResourceAsStream(RESOURCES + path)) {
            if (stream == null) {
                throw new ConfigException("the nano model is neither on the class path nor on the module path: add the"
                        + " artifact deepgen4j-nano, or open a folder");
            }
            return stream.readAllBytes();
        }
    }
}
