// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.results;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that belongs to one server: its database, pictures and inputs. Locked while it is open. */
public final class DataFolder implements AutoCloseable {
    private static final long LEAST_FREE = 1L << 30;
    private static final double LEAST_SHARE = 0.05;

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and locks it.
     *
     * @throws ConfigException if another server has it, or it cannot be written to
     */
    public static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder.resolve("images"));
            Files.createDirectories(folder.resolve("inputs"));
            Files.createDirectories(folder.resolve("checkpoints"));
            FileChannel channel = FileChannel.open(
                    folder.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new ConfigException(
                        folder + ": in use by another deepgen serve; stop it, or name another --data");
            }
            return new DataFolder(folder, channel);
        } catch (IOException e) {
            throw new ConfigException(folder + ": cannot be used as the data folder (" + FileReason.of(e) + ")", e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // of this process
        }
    }

    public Path database() {
        return folder.resolve("deepgen.db");
    }

    public Path images() {
        return folder.resolve("images");
    }

    public Path inputs() {
        return folder.resolve("inputs");
    }

    /** For parts of requests while they arrive. */
    public Path uploads() {
        return folder.resolve("uploads");
    }

    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    public Path audit() {
        return folder.resolve("audit");
    }

    /** Bytes that are free on its disk. */
    public long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True while less than 1 GiB, or 5 % of a smaller disk's, is free. */
    public boolean full() {
        try {
            var store = Files.getFileStore(folder);
            return store.getUsableSpace() < Math.min(LEAST_FREE, LEAST_SHARE * store.getTotalSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
