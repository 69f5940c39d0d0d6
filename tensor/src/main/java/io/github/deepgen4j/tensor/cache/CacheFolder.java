// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The one folder into which everything is unpacked on first use: LibTorch's libraries ({@code javacpp}), the
 * tokenizer's ({@code djl}), what other libraries load from temporary files ({@code tmp}), the embedded nano model.
 * The system property {@code deepgen.cache} names it, else the variable {@code DEEPGEN_CACHE}, else it is
 * {@code deepgen4j} in the user's folder of caches, or a folder of this user alone in the system's temporary one where
 * there is no such folder that can be written to. Processes unpack one after another, by a lock on its file
 * {@code lock}.
 */
public final class CacheFolder {
    private static final String JAVACPP_FOLDER = "org.bytedeco.javacpp.cachedir";
    private static final Duration PATIENCE = Duration.ofMinutes(10); // unpacking takes seconds, a minute on slow disks
    private static final int PAUSE_MILLIS = 20;
    /** Tells the libraries that unpack something where to; settings of the user stay. */
    private static final Map<String, String> PROPERTIES = Map.of(
            JAVACPP_FOLDER,
            "javacpp",
            "ENGINE_CACHE_DIR",
            "djl",
            "DJL_CACHE_DIR",
            "djl",
            "jna.tmpdir",
            "tmp",
            "org.xerial.snappy.tempdir",
            "tmp",
            "ZstdTempFolder",
            "tmp",
            "jline.tmpdir",
            "tmp");

    private static CacheFolder ofProcess;

    private final Path path;

    CacheFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder of this process, which is there and can be written to. The libraries that unpack something are told to
     * do it there; call this before they are used.
     *
     * @throws CacheException if the folder that was named cannot be written to, or no folder can
     */
    public static synchronized CacheFolder ofProcess() {
        if (ofProcess == null) {
            CacheFolder folder = new CacheFolder(CacheChoice.ofProcess().folder());
            folder.tellLibraries();
            ofProcess = folder;
        }
        return ofProcess;
    }

    private void tellLibraries() {
        for (var entry : PROPERTIES.entrySet()) {
            String told = System.getProperty(entry.getKey());
            if (told == null || told.isBlank()) {
                Path folder = path.resolve(entry.getValue());
                CacheChoice.make(folder);
                System.setProperty(entry.getKey(), folder.toString());
            }
        }
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /** The end of a message about something in this folder. */
    public String hint() {
        return "unpacked in " + path + "; " + CacheChoice.HINT;
    }

    /**
     * Does work that may unpack files, while no other process and no other class loader of this one does such.
     *
     * @throws CacheException if the lock cannot be had
     */
    public <T> T locked(Supplier<T> work) {
        return locked(false, work);
    }

    /**
     * Does work that unpacks LibTorch's libraries and loads them, as above. Processes do it side by side once the
     * folder is as this work left it. What a killed process left is removed first: JavaCPP would load a library that is
     * cut off because another one needs it.
     *
     * @param key tells from other work what is unpacked, and with which result
     */
    public <T> T unpacking(String key, Supplier<T> work) {
        return unpacking(Path.of(System.getProperty(JAVACPP_FOLDER)), key, work);
    }

    <T> T unpacking(Path folder, String key, Supplier<T> work) {
        var inventory = new Inventory(folder, path, key);
        T done = locked(true, () -> inventory.isAsRecorded() ? work.get() : null);
        return done != null
                ? done
                : locked(false, () -> {
                    Unfinished unfinished = Unfinished.begin(folder);
                    T result = work.get();
                    unfinished.end();
                    inventory.record();
                    return result;
                });
    }

    private <T> T locked(boolean shared, Supplier<T> work) {
        Path file = path.resolve("lock");
        synchronized (CacheFolder.class) {
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock _ = lock(channel, shared)) {
                return work.get();
            } catch (IOException e) {
                throw new CacheException(file + ": cannot be locked (" + e + "); " + CacheChoice.HINT, e);
            }
        }
    }

    private static FileLock lock(FileChannel channel, boolean shared) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // another class loader of this process unpacks
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while another process unpacks", e);
            }
        }
        throw new IOException("another process holds it for more than " + PATIENCE.toMinutes() + " minutes");
    }
}
