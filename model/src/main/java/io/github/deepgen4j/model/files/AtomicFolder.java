// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A folder that appears under its name complete or not at all: filled beside it under a temporary name, then renamed.
 * Closing without {@link #commit} removes what was written.
 */
public final class AtomicFolder implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final boolean replacing;
    private FileChannel owner;
    private boolean committed;

    private AtomicFolder(Path target, Path temporary, boolean replacing) {
        this.target = target;
        this.temporary = temporary;
        this.replacing = replacing;
    }

    /**
     * Starts a folder that is not there yet, or is empty; a link to such a one is followed.
     *
     * @throws FileException if the target is a file or a folder that is not empty
     */
    public static AtomicFolder create(Path target) {
        try {
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                Files.createDirectories(parent);
            }
            Path place = Destination.of(target).path();
            if (!isFree(place)) {
                throw new FileException(target + ": exists already; name a new folder or remove it first");
            }
            Leftovers.removeOnce(place.getParent());
            AtomicFolder folder = started(new AtomicFolder(place, FileNames.temporary(place), false));
            folder.owner = FileChannel.open(
                    folder.temporary.resolve(Leftovers.OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Leftovers.own(folder.owner);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be created (" + e + ")", e);
        }
    }

    /**
     * Starts a folder that takes the place of the one under its name, which stays until the commit.
     *
     * @param temporaryName name beside it until then; what a killed process left there is removed
     */
    public static AtomicFolder replacing(Path target, String temporaryName) {
        Path place = target.toAbsolutePath().normalize();
        return started(new AtomicFolder(place, place.resolveSibling(temporaryName), true));
    }

    private static AtomicFolder started(AtomicFolder folder) {
        try {
            FileTree.delete(folder.temporary);
            Files.createDirectories(folder.temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.target + ": cannot be created", e);
        }
        return folder;
    }

    private static boolean isFree(Path target) {
        if (!Files.isDirectory(target)) {
            return !Files.exists(target);
        }
        try (Stream<Path> content = Files.list(target)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be listed", e);
        }
    }

    /** The folder to write into until the commit. */
    public Path path() {
        return temporary;
    }

    /** Puts the folder in its place. */
    public void commit() {
        try {
            if (replacing) {
                FileTree.delete(target);
            } else {
                Files.delete(temporary.resolve(Leftovers.OWNER)); // before it is unlocked
                owner.close();
                Files.deleteIfExists(target); // an empty one
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be put in its place", e);
        }
        FileTree.force(target.getParent());
    }

    /** Removes what was written unless it was committed. */
    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            if (owner != null) {
                owner.close();
            }
            FileTree.delete(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(temporary + ": cannot be removed", e);
        }
    }
}
