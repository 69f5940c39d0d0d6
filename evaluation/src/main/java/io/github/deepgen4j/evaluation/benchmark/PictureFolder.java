// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of pictures in an official layout, ours or anyone's. Each folder in it is listed once. Names are relative,
 * with forward slashes.
 */
public final class PictureFolder {
    private final Path root;
    private final Map<String, TreeSet<String>> listed = new HashMap<>();

    /** @throws ConfigException if there is no such folder */
    public PictureFolder(Path root) {
        if (!Files.isDirectory(root)) {
            throw new ConfigException(
                    root + ": expected a folder of pictures, found " + (Files.exists(root) ? "a file" : "nothing"));
        }
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** The names in a folder, sorted; none if it does not exist. The folder itself is {@code ""}. */
    public List<String> names(String folder) {
        return List.copyOf(names(folder, root.resolve(folder)));
    }

    private TreeSet<String> names(String folder, Path path) {
        return listed.computeIfAbsent(folder, _ -> {
            var names = new TreeSet<String>();
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.forEach(file -> names.add(file.getFileName().toString()));
                } catch (IOException e) {
                    throw new ConfigException(path + ": cannot be listed (" + FileReason.of(e) + ")", e);
                }
            }
            return names;
        });
    }

    public boolean has(String file) {
        Path path = root.resolve(file);
        int slash = file.lastIndexOf('/');
        return names(slash < 0 ? "" : file.substring(0, slash), path.getParent())
                .contains(file.substring(slash + 1));
    }

    /** A picture of this name, if there is one. */
    public Optional<Picture> picture(String file) {
        return has(file) ? Optional.of(new Picture.InFile(file, root.resolve(file))) : Optional.empty();
    }

    /** The first of several names that is there. */
    public Optional<Picture> picture(List<String> files) {
        return files.stream().filter(this::has).findFirst().flatMap(this::picture);
    }
}
