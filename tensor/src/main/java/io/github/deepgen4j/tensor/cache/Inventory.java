// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a folder with sizes and times, as recorded. A folder that is as recorded need not be unpacked
 * again.
 *
 * @param records the folder of the record
 * @param key of the work that fills the folder
 */
record Inventory(Path folder, Path records, String key) {
    private Path file() {
        String work = folder.toAbsolutePath() + " " + key;
        return records.resolve(folder.getFileName() + "-" + Integer.toHexString(work.hashCode()) + ".complete");
    }

    boolean isAsRecorded() {
        try {
            return Files.isRegularFile(file()) && Files.readString(file()).equals(content());
        } catch (IOException | UncheckedIOException e) {
            return false; // it changes, or is damaged
        }
    }

    /** A record that cannot be written only costs the next process time. */
    void record() {
        try {
            Files.writeString(file(), content());
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }

    private String content() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().map(this::line).collect(Collectors.joining("", key + "\n", ""));
        }
    }

    private String line(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory()
                    ? ""
                    : folder.relativize(path) + " " + attributes.size() + " " + attributes.lastModifiedTime() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
