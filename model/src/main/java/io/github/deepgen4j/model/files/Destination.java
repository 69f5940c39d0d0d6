// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * The place that a name to be written stands for. Links are followed: what they point to is written, and they stay.
 *
 * @param path absolute, without a link at its end
 * @param stream true for a pipe or a device, which takes bytes but is never replaced by a file
 */
public record Destination(Path path, boolean stream) {
    private static final int MOST_LINKS = 40;
    private static final int KIND = 0170000; // of st_mode, as stat(2) has it
    private static final int BLOCK_DEVICE = 0060000;

    /**
     * Finds the place, whether something is there or not.
     *
     * @throws FileException for a disk, or links that lead in a circle
     * @throws IOException if it cannot be looked at
     */
    public static Destination of(Path name) throws IOException {
        Path path = name.toAbsolutePath();
        Optional<BasicFileAttributes> there = attributes(path);
        if (there.isPresent()) {
            boolean stream = there.get().isOther();
            if (stream && isDisk(path)) {
                throw new FileException(name + ": is a disk; name a file");
            }
            return new Destination(stream ? path : path.toRealPath(), stream);
        }
        for (int links = 0; Files.isSymbolicLink(path); links++) {
            if (links == MOST_LINKS) {
                throw new FileException(name + ": is a link that leads in a circle");
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        Files.readAttributes(path.getParent(), BasicFileAttributes.class);
        return new Destination(path.getParent().toRealPath().resolve(path.getFileName()), false);
    }

    /** Those of what a name leads to, none if there is nothing. */
    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.isSymbolicLink(path)) { // in a circle, perhaps
                return Optional.empty();
            }
            throw e; // a name that is too long, a folder that may not be looked into
        }
    }

    private static boolean isDisk(Path path) throws IOException {
        return Set.copyOf(path.getFileSystem().supportedFileAttributeViews()).contains("unix")
                && ((int) Files.getAttribute(path, "unix:mode") & KIND) == BLOCK_DEVICE;
    }
}
