// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A folder that appears under its name complete or not at all: filled beside it under a temporary name, then renamed. It
 * never replaces anything. Closing without {@link #commit} removes what was filled in.
 */
public final class AtomicFolder implements AutoCloseable {
    private static final AtomicLong COUNT = new AtomicLong();

    private final Path target;
    private final Path temporary;
    private boolean committed;

    private AtomicFolder(Path target) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        if (Files.exists(this.target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.createDirectories(this.target.getParent());
        this.temporary = Files.createDirectory(this.target.resolveSibling(
                "." + this.target.getFileName() + "." + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet()));
    }

    /**
     * Starts a folder.
     *
     * @throws WeightException if something of this name exists, or the folder around it cannot be written to
     */
    public static AtomicFolder create(Path target) {
        try {
            return new AtomicFolder(target);
        } catch (FileAlreadyExistsException e) {
            throw new WeightException(target + ": exists already; nothing is overwritten", e);
        } catch (IOException e) {
            throw new WeightException(target + ": cannot be created (" + e + ")", e);
        }
    }

    /** Where to put the content until {@link #commit}. */
    public Path path() {
        return temporary;
    }

    /** Puts the folder in its place. Its files must have been written to the disk already, as {@link AtomicFile} does. */
    public void commit() {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
        } catch (IOException e) {
            throw new WeightException(target + ": cannot be put in its place (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        if (!committed) {
            delete(temporary);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be removed", e);
        }
    }
}
