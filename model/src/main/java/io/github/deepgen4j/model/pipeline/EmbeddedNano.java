// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The nano checkpoint of module {@code deepgen4j-nano}, unpacked once into the user's cache so that it can be mapped
 * like any other. Its list of files and their SHA-256 names the folder, so another nano gets another folder.
 */
final class EmbeddedNano {
    static final String NAME = "nano";

    private static final String RESOURCES = "/io/github/deepgen4j/nano/";
    private static final String SUMS = "SHA256SUMS"; // as sha256sum writes it: sum, two spaces, path

    private record Entry(String sha256, String path) {}

    private EmbeddedNano() {}

    /** The unpacked folder; files that are missing or of another content are written again. */
    static Path folder() {
        try {
            byte[] sums = resource(SUMS);
            Path folder = cache().resolve("nano-" + Digest.sha256(sums).substring(0, 16));
            for (Entry entry : entries(sums)) {
                Path file = folder.resolve(entry.path());
                if (!Files.isRegularFile(file)
                        || !Digest.sha256(Files.readAllBytes(file)).equals(entry.sha256())) {
                    Files.createDirectories(file.getParent());
                    AtomicFile.write(file, resource(entry.path()));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded nano model cannot be unpacked into " + cache(), e);
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
        try (InputStream stream = EmbeddedNano.class.getResourceAsStream(RESOURCES + path)) {
            if (stream == null) {
                throw new ConfigException(
                        "the nano model is not on the class path: add the artifact deepgen4j-nano, or open a folder");
            }
            return stream.readAllBytes();
        }
    }

    /** {@code deepgen.cache}, else the system's usual folder for such files. */
    private static Path cache() {
        String chosen = System.getProperty("deepgen.cache");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String home = System.getProperty("user.home");
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path caches = system.contains("mac")
                ? Path.of(home, "Library", "Caches")
                : system.contains("windows")
                        ? Path.of(System.getenv().getOrDefault("LOCALAPPDATA", home))
                        : Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
        return caches.resolve("deepgen4j");
    }
}
