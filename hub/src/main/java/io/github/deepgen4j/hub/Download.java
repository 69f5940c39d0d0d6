// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import io.github.deepgen4j.hub.retry.BusyException;
import io.github.deepgen4j.hub.retry.Retries;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Brings the bytes of one file. Ranges arrive in parallel but are written in order, so an unfinished file is always a
 * true beginning of the whole: whenever the process dies, its length says where to go on, and no journal can disagree
 * with it.
 */
final class Download {
    private static final int BUFFER = 64 << 10;

    private final HubHttp http;
    private final Retries retries;
    private final Limits limits;

    Download(HubHttp http, Retries retries, Limits limits) {
        this.http = http;
        this.retries = retries;
        this.limits = limits;
    }

    /**
     * Completes an unfinished file, or starts it, and forces it to the disk. What it holds is not checked here.
     *
     * @param arrived is given the number of bytes of each piece written
     */
    void complete(URI resolve, HubFile file, Path unfinished, LongConsumer arrived) {
        var source = new Source(http, resolve);
        try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (out.size() > file.size()) {
                out.truncate(0); // of another program, or a failing disk: not a beginning of this file
            }
            var sink = new Sink(out, unfinished, arrived);
            if (sink.length() > 0 || file.size() > limits.block()) {
                try {
                    inBlocks(source, file, sink);
                } catch (RangesIgnored e) {
                    inOne(source, file, sink);
                }
            } else {
                inOne(source, file, sink);
            }
            out.force(true);
        } catch (IOException e) {
            throw new HubException(unfinished + ": cannot be written (" + e + ")", e);
        }
    }

    private void inBlocks(Source source, HubFile file, Sink sink) {
        ExecutorService pool = Executors.newFixedThreadPool(
                limits.connections(),
                Thread.ofPlatform().daemon().name("hub-", 0).factory());
        try {
            var underWay = new ArrayDeque<Future<byte[]>>();
            long next = sink.length();
            while (sink.length() < file.size()) {
                while (underWay.size() < 2 * limits.connections() && next < file.size()) {
                    long start = next;
                    int length = (int) Math.min(limits.block(), file.size() - start);
                    underWay.add(pool.submit(() -> block(source, file, start, length)));
                    next += length;
                }
                sink.append(ByteBuffer.wrap(result(underWay.remove())));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private byte[] block(Source source, HubFile file, long start, int length) {
        var block = new Block(new byte[length]);
        return retries.run(
                file.path(),
                () -> {
                    long first = start + block.filled;
                    long last = start + length - 1;
                    try (HubHttp.Answer answer = source.open(Optional.of("bytes=" + first + "-" + last))) {
                        if (!answer.partial()) {
                            throw new RangesIgnored();
                        }
                        requireRange(answer, first, last, file.size());
                        block.fill(answer.body());
                        return block.bytes;
                    }
                },
                () -> block.filled);
    }

    private static void requireRange(HubHttp.Answer answer, long first, long last, long size) throws IOException {
        String expected = "bytes " + first + "-" + last + "/" + size;
        String found = answer.header("Content-Range").orElse("nothing");
        if (!found.strip().equalsIgnoreCase(expected)) {
            throw new IOException(
                    HubHttp.shown(answer.from()) + ": Content-Range expected " + expected + ", found " + found);
        }
    }

    private static byte[] result(Future<byte[]> block) {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException ours -> throw ours;
                case Error fatal -> throw fatal;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    /** For small files, and for servers that ignore ranges: from the first byte on, passing over what is there. */
    private void inOne(Source source, HubFile file, Sink sink) {
        retries.run(
                file.path(),
                () -> {
                    try (HubHttp.Answer answer = source.open(Optional.empty())) {
                        String length = answer.header("Content-Length").orElse("unknown");
                        if (answer.partial()
                                || !length.equals("unknown") && !length.equals(String.valueOf(file.size()))) {
                            throw new IOException(HubHttp.shown(answer.from()) + ": expected all " + file.size()
                                    + " bytes, found " + (answer.partial() ? "a part" : length));
                        }
                        append(answer.body(), file, sink);
                        return sink;
                    }
                },
                sink::length);
    }

    private static void append(InputStream body, HubFile file, Sink sink) throws IOException {
        body.skipNBytes(sink.length());
        byte[] buffer = new byte[BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            if (read > file.size() - sink.length()) {
                throw new IOException("more than the announced " + file.size() + " bytes");
            }
            sink.append(ByteBuffer.wrap(buffer, 0, read));
        }
        if (sink.length() < file.size()) {
            throw new IOException("ends after " + sink.length() + " of " + file.size() + " bytes");
        }
    }

    /** The address of a file: that at the hub, or, while that works, the one to which it redirected. */
    private static final class Source {
        private final HubHttp http;
        private final URI resolve;
        private volatile URI current;

        Source(HubHttp http, URI resolve) {
            this.http = http;
            this.resolve = resolve;
            this.current = resolve;
        }

        HubHttp.Answer open(Optional<String> range) throws IOException {
            try {
                HubHttp.Answer answer = http.get(current, range);
                current = http.isHub(answer.from()) ? resolve : answer.from();
                return answer;
            } catch (BusyException e) {
                throw e;
            } catch (IOException e) {
                current = resolve; // the address may have expired, its server may be gone
                throw e;
            }
        }
    }

    /** A range as far as it has arrived; one thread fills it. */
    private static final class Block {
        private final byte[] bytes;
        private int filled;

        Block(byte[] bytes) {
            this.bytes = bytes;
        }

        void fill(InputStream body) throws IOException {
            while (filled < bytes.length) {
                int read = body.read(bytes, filled, bytes.length - filled);
                if (read < 0) {
                    throw new IOException("the range ends after " + filled + " of " + bytes.length + " bytes");
                }
                filled += read;
            }
        }
    }

    /** The end of the unfinished file. A full disk is not a fault of the network: it ends the download at once. */
    private record Sink(FileChannel out, Path path, LongConsumer arrived) {
        long length() {
            try {
                return out.size();
            } catch (IOException e) {
                throw new HubException(path + ": cannot be read (" + e + ")", e);
            }
        }

        void append(ByteBuffer bytes) {
            int count = bytes.remaining();
            try {
                long position = out.size();
                while (bytes.hasRemaining()) {
                    position += out.write(bytes, position);
                }
            } catch (IOException e) {
                throw new HubException(path + ": cannot be written (" + e + ")", e);
            }
            arrived.accept(count);
        }
    }

    /** The server sends the whole file whatever is asked for. */
    private static final class RangesIgnored extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
