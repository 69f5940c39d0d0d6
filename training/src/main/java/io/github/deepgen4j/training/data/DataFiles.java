// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files a data path stands for: itself, or those of a folder with one ending, sorted by name (T2). */
final class DataFiles {
    private DataFiles() {}

    /** @throws DataException if there are none */
    static List<Path> of(Path path, String ending) {
        if (!Files.isDirectory(path)) {
            if (!Files.isRegularFile(path)) {
                throw new DataException(path + ": file not found");
            }
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(file -> hasEnding(file, ending) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new DataException(path + ": expected files ending in ." + ending + ", found none");
            }
            return found;
        } catch (IOException e) {
            throw new DataException(path + ": cannot be listed (" + e + ")", e);
        }
    }

    private static boolean hasEnding(Path file, String ending) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("." + ending);
    }
}
