// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.Destination;
import io.github.deepgen4j.model.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The files that one command reads and writes. No output may be an input or another output, compared as files: links,
 * other spellings of a folder, hard links and names that differ in case only are the same one. Outputs that could not
 * be written once the work is done are refused as well. All refusals are wrong usage.
 */
final class CommandFiles {
    private record Named(String role, Path path) {}

    private record Folder(Named named, Path real, Predicate<Path> counts) {}

    private final CommandSpec command;
    private final Map<Object, Named> inputs = new HashMap<>();
    private final Map<Object, Named> outputs = new HashMap<>();
    private final List<Folder> folders = new ArrayList<>();

    CommandFiles(CommandSpec command) {
        this.command = command;
    }

    /** A file that is read, or a folder with all that is in it; one that is not there is for others to report. */
    CommandFiles reads(String role, Path path) {
        return reads(role, path, _ -> true);
    }

    /** @param counts the files of a folder that are read */
    CommandFiles reads(String role, Path path, Predicate<Path> counts) {
        try {
            if (Files.isDirectory(path)) {
                folders.add(new Folder(new Named(role, path), path.toRealPath(), counts));
            }
            inputs.put(key(path), new Named(role, path));
            return this;
        } catch (IOException | FileException e) {
            return this;
        }
    }

    /** A file that is written; after all that are read. */
    CommandFiles writes(String role, Path file) {
        try {
            Destination destination = Destination.of(file);
            Path folder = destination.stream() ? file : destination.path().getParent();
            if (!Files.isWritable(folder)) {
                throw wrong(
                        role + ": " + folder + " is not " + (destination.stream() ? "writable" : "a writable folder"));
            }
            if (Files.isDirectory(file)) {
                throw wrong(role + ": " + file + " is a folder");
            }
            if (!destination.stream()) {
                requireNoOther(role, file, destination.path());
            }
            return this;
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw wrong(role + ": " + file.toAbsolutePath().getParent() + " is not a writable folder");
        } catch (IOException e) {
            throw wrong(role + ": cannot be written (" + e + ")");
        } catch (FileException e) {
            throw wrong(role + " " + e.getMessage());
        }
    }

    /** A folder that is written into; after all that are read. */
    CommandFiles writesFolder(String role, Path folder) {
        try {
            Named input = inputs.get(key(folder));
            if (input != null) {
                throw wrong(sameAs(role, folder, input));
            }
        } catch (IOException | FileException e) {
            return this; // that it cannot be made is for others to report
        }
        return this;
    }

    private void requireNoOther(String role, Path file, Path place) throws IOException {
        Object key = key(file);
        Named input = inputs.get(key);
        if (input != null) {
            throw wrong(sameAs(role, file, input));
        }
        for (Folder folder : folders) {
            if (Files.exists(place)
                    && place.startsWith(folder.real())
                    && folder.counts().test(place)) {
                throw wrong("%s %s: is a file of %s %s, which is read: name another file"
                        .formatted(
                                role,
                                file,
                                folder.named().role(),
                                folder.named().path()));
            }
        }
        Named output = outputs.putIfAbsent(key, new Named(role, file));
        if (output != null) {
            throw wrong("%s %s is the same file as %s %s: name another file"
                    .formatted(role, file, output.role(), output.path()));
        }
    }

    private static String sameAs(String role, Path file, Named input) {
        return "%s %s is the same as %s %s, which is read: name another file"
                .formatted(role, file, input.role(), input.path());
    }

    /** Equal for two names of one file: what the system says of one that is there, else where it would be. */
    private static Object key(Path path) throws IOException {
        if (Files.exists(path)) {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key != null ? key : path.toRealPath();
        }
        String place = Destination.of(path).path().toString();
        return Normalizer.normalize(place, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
