// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Parquet file as the library reads it, and calls of the library under guard: on damaged files it may work for ever.
 * A call that neither returns nor reads more of the file for {@link #PATIENCE} is given up, and the file with it; the
 * threads in it end with the process.
 */
final class WatchedParquet implements InputFile {
    /** Far beyond what decoding one range takes, which is all that goes on between two reads. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_EMPTY_READS = 1000;

    private final Path path;
    private final Duration patience;
    private final InputFile file;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("parquet").factory());
    private volatile long lastRead;
    private volatile boolean stuck;
    private int emptyReads;

    WatchedParquet(Path path) {
        this(path, PATIENCE);
    }

    WatchedParquet(Path path, Duration patience) {
        this.path = path;
        this.patience = patience;
        this.file = InputFile.of(path);
    }

    /**
     * The result of a call of the library, by a thread of its own.
     *
     * @throws TableException if it was given up, now or before
     * @throws IOException if the library refuses the file
     */
    <T> T call(Callable<T> work) throws IOException {
        if (stuck) {
            throw giveUp();
        }
        lastRead = System.nanoTime();
        Future<T> result = thread.submit(work);
        while (true) {
            try {
                return result.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - lastRead > patience.toNanos()) {
                    stuck = true;
                    result.cancel(true);
                    throw giveUp();
                }
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TableException(path + ": interrupted while reading", e);
            }
        }
    }

    private TableException giveUp() {
        return new TableException(path + ": the Parquet file is damaged (its reader goes on without end and was given"
                + " up after " + patience.toSeconds() + " seconds); write it anew");
    }

    private static IOException failure(Throwable cause) {
        return switch (cause) {
            case IOException io -> io;
            case RuntimeException runtime -> throw runtime;
            case OutOfMemoryError memory -> new IOException("a page of it does not fit into Java's memory", memory);
            case StackOverflowError deep -> new IOException("its columns are nested too deeply", deep);
            case Error error -> throw error;
            default -> new IOException(cause);
        };
    }

    @Override
    public void open() throws IOException {
        file.open();
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (length == 0 && ++emptyReads > MOST_EMPTY_READS) {
            throw new IOException("a page goes on after the end of its column");
        }
        ByteBuffer range = file.readRange(offset, length);
        if (range instanceof MappedByteBuffer mapped) {
            mapped.load(); // so that nobody waits for the disk later
        }
        lastRead = System.nanoTime();
        return range;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        if (!stuck) {
            file.close();
        }
    }

    /** Ends the thread of the calls; what is stuck in the library is left alone. */
    void end(Callable<?> lastWork) {
        try {
            if (!stuck) {
                call(lastWork);
            }
        } catch (IOException | RuntimeException e) {
            // nothing is read any more, and nothing was written
        } finally {
            thread.shutdownNow();
        }
    }
}
