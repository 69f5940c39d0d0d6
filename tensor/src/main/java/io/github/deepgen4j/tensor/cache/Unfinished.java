// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The mark of a folder into which JavaCPP is unpacking. It stays when the process is killed; then whatever is unpacked
 * there may be cut off.
 *
 * @param mark the file that says so
 */
record Unfinished(Path mark) {
    /**
     * Removes what an unfinished work has left, and marks the folder for this one.
     *
     * @throws CacheException if the folder cannot be written to
     */
    static Unfinished begin(Path folder) {
        Path mark = folder.resolve(".deepgen4j-unpacking");
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                return new Unfinished(mark); // all is there already, or JavaCPP will say that it cannot be
            }
            if (Files.exists(mark)) {
                for (Path unpacked : unpacked(folder)) {
                    delete(unpacked);
                }
            } else {
                Files.createFile(mark);
            }
            return new Unfinished(mark);
        } catch (IOException | UncheckedIOException e) {
            throw new CacheException(folder + ": cannot be written to (" + e + "); " + CacheChoice.HINT, e);
        }
    }

    /** A mark that stays only costs unpacking once more. */
    void end() {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            return;
        }
    }

    /** JavaCPP names its folders after the jars; a folder that the user chose may hold other things, too. */
    private static List<Path> unpacked(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().endsWith(".jar"))
                    .toList();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
