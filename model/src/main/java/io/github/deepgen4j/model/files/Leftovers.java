// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Temporary files and folders that killed processes have left beside their targets. A living owner holds a lock: on its
 * file, in its folder on {@link #OWNER}.
 */
final class Leftovers {
    /** The file in a temporary folder that is locked while the folder is being filled. */
    static final String OWNER = ".owner";

    /** Between the making of a file and its lock anyone could take it for a leftover. */
    private static final Duration TOO_YOUNG = Duration.ofMinutes(1);

    private static final Set<Path> SEARCHED = ConcurrentHashMap.newKeySet();

    private Leftovers() {}

    /** Removes those of a folder, once in the life of this process. What cannot be removed stays. */
    static void removeOnce(Path folder) {
        if (SEARCHED.add(folder)) {
            remove(folder);
        }
    }

    static void remove(Path folder) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, FileNames::isTemporary)) {
            for (Path path : all) {
                removeIfLeft(path);
            }
        } catch (IOException e) {
            return; // another's folder, or it has gone: the write itself will say what is wrong
        }
    }

    private static void removeIfLeft(Path path) throws IOException {
        boolean filled = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        Path locked = filled ? path.resolve(OWNER) : path;
        if (!Files.isRegularFile(locked, LinkOption.NOFOLLOW_LINKS)
                || Files.getLastModifiedTime(locked)
                        .toInstant()
                        .isAfter(Instant.now().minus(TOO_YOUNG))) {
            return;
        }
        try (FileChannel channel = FileChannel.open(locked, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FileTree.delete(path);
            }
        } catch (OverlappingFileLockException e) {
            return; // of this process
        }
    }

    /** Marks a file as owned until its channel is closed; without effect where the file system knows no locks. */
    static void own(FileChannel channel) {
        try {
            channel.tryLock();
        } catch (IOException e) {
            return; // then nobody gets a lock, and nothing is taken for a leftover
        }
    }
}
