// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files a data path stands for: itself, or those of a folder with one of some endings, sorted by name (T2). */
final class DataFiles {
    private DataFiles() {}

    /** @throws DataException if there are none */
    static List<Path> of(Path path, String... endings) {
        if (!Files.isDirectory(path)) {
            if (!Files.isRegularFile(path)) {
                throw new DataException(path + ": file not found");
            }
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(file -> hasEnding(file, endings) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new DataException(
                        path + ": expected files ending in ." + String.join(" or .", endings) + ", found none");
            }
            return found;
        } catch (IOException e) {
            throw new DataException(path + ": cannot be listed (" + e + ")", e);
        }
    }

    private static boolean hasEnding(Path file, String... endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(endings).anyMatch(ending -> name.endsWith("." + ending));
    }
}
