// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files a data path stands for: itself, or those of a folder with one of some endings, sorted by name (T2). */
final class DataFiles {
    private DataFiles() {}

    /** @throws DataException if there are none */
    static List<Path> of(Path path, Inventory.Count count, String... endings) {
        return of(path, count, _ -> false, endings);
    }

    /**
     * @param count told of what the folder holds besides
     * @param secondary true for files that are left out where there are others
     */
    static List<Path> of(Path path, Inventory.Count count, Predicate<Path> secondary, String... endings) {
        if (!Files.isDirectory(path)) {
            if (!Files.isRegularFile(path)) {
                throw new DataException(path + ": " + NamedFiles.absence(path));
            }
            return List.of(path);
        }
        List<Path> found = new ArrayList<>();
        for (Path file : list(path)) {
            String name = file.getFileName().toString();
            if (NameKind.isHidden(name)) {
                if (NameKind.of(name) != NameKind.NOTHING) {
                    count.leaveOut("hidden files", name);
                }
            } else if (Files.isDirectory(file)) {
                count.leaveOut("folders below are not looked into", name);
            } else if (!hasEnding(file, endings)) {
                if (NameKind.of(name) == NameKind.DATA) {
                    count.leaveOut("data of another kind, or compressed", name);
                }
            } else if (!Files.isRegularFile(file)) {
                count.leaveOut("pipes, devices and links to nothing", name);
            } else {
                found.add(file);
            }
        }
        List<Path> primary = found.stream().filter(secondary.negate()).toList();
        if (!primary.isEmpty() && primary.size() < found.size()) {
            found.stream()
                    .filter(secondary)
                    .forEach(file -> count.leaveOut(
                            "computed from the others", file.getFileName().toString()));
            return primary;
        }
        if (found.isEmpty()) {
            throw new DataException(path + ": expected files ending in ." + String.join(" or .", endings)
                    + ", found none" + count.done().instead());
        }
        return found;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
    }

    private static boolean hasEnding(Path file, String... endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(endings).anyMatch(ending -> name.endsWith("." + ending));
    }
}
