// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.edit;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The list of a benchmark, which its publishers and its users keep under several names. */
public final class DataFile {
    private DataFile() {}

    /**
     * The first of some files below a folder that exists; the path itself if it is a file.
     *
     * @throws ConfigException naming all of them if there is none
     */
    public static Path of(Path data, List<String> names) {
        if (Files.isRegularFile(data)) {
            return data;
        }
        return names.stream()
                .map(data::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ConfigException("%s: expected %s in it, found %s"
                        .formatted(
                                data,
                                String.join(" or ", names),
                                Files.isDirectory(data) ? "none" : "no such folder")));
    }

    /** The folder of a file. */
    public static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
