// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileNames;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that a data set names. Only regular ones are opened: a pipe or a device would block for ever. */
final class NamedFiles {
    private NamedFiles() {}

    /**
     * The regular file of a name. Where there is none, one whose name looks the same is taken: composed letters for
     * decomposed ones and the other way round, as some file systems change them, and slashes for backslashes.
     *
     * @param folder what names are relative to; absent: the working folder
     * @throws BadSampleException if there is no such regular file, saying what is there instead
     * @throws io.github.deepgen4j.model.files.FileException if the locale of this Java cannot say the name
     */
    static Path find(Optional<Path> folder, String name, String where) {
        FileNames.requireSayable(name);
        Path named = resolve(folder, name, where);
        if (Files.isRegularFile(named)) {
            return named;
        }
        String slashes = name.replace('\\', '/');
        Optional<Path> alike = Stream.of(name, slashes)
                .flatMap(spelled -> Stream.of(
                        spelled,
                        Normalizer.normalize(spelled, Normalizer.Form.NFC),
                        Normalizer.normalize(spelled, Normalizer.Form.NFD)))
                .map(spelled -> resolve(folder, spelled, where))
                .filter(Files::isRegularFile)
                .findFirst();
        return alike.orElseThrow(() -> new BadSampleException(where + ": " + named + ": " + absence(named)));
    }

    /** True if both are there and are one file or folder, whatever links lead to it. */
    static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path resolve(Optional<Path> folder, String name, String where) {
        try {
            return folder.map(f -> f.resolve(name)).orElseGet(() -> Path.of(name));
        } catch (InvalidPathException e) {
            throw new BadSampleException(where + ": not a name of a file (" + e.getReason() + ")", e);
        }
    }

    /** The reason why there is no regular file of a name. */
    static String absence(Path file) {
        if (Files.isDirectory(file)) {
            return "expected a file, found a folder";
        }
        if (Files.exists(file)) {
            return "expected a regular file, found a pipe, a socket or a device";
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return "a link to a file that is not there";
        }
        Path parent = file.toAbsolutePath().getParent();
        return parent == null || Files.isDirectory(parent)
                ? "file not found"
                : "file not found; there is no folder " + parent;
    }

    /**
     * The content of a file of texts, as far as {@link Caption} wants to see it.
     *
     * @throws BadSampleException if it cannot be read, or is no regular file
     */
    static byte[] text(Path file, String where) {
        if (!Files.isRegularFile(file)) {
            throw new BadSampleException(where + ": " + absence(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Caption.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new BadSampleException(where + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }
}
