// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears under its name complete or not at all: written beside it under a temporary name, forced to the
 * disk, then renamed over the file that stood there. Closing without {@link #commit} leaves the old file untouched. A
 * link is followed; a pipe or device is given the finished content.
 */
public final class AtomicFile implements AutoCloseable {
    private final Destination target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean committed;

    private AtomicFile(Path target) throws IOException {
        this.target = Destination.of(target);
        Path place = this.target.path();
        if (this.target.stream()) {
            this.temporary = Files.createTempFile("deepgen-", ".tmp");
            this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        } else {
            Leftovers.removeOnce(place.getParent());
            this.temporary = FileNames.temporary(place);
            this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Leftovers.own(channel);
        }
    }

    /** Starts a file; its folder must exist. */
    public static AtomicFile create(Path target) throws IOException {
        return new AtomicFile(target);
    }

    /** Writes a whole file. */
    public static void write(Path target, byte[] content) {
        try (AtomicFile file = create(target)) {
            file.write(0, ByteBuffer.wrap(content));
            file.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written (" + e + ")", e);
        }
    }

    /** Writes a whole text file in UTF-8. */
    public static void write(Path target, String text) {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Copies a whole file. */
    public static void copy(Path source, Path target) throws IOException {
        try (AtomicFile file = create(target)) {
            Files.copy(source, Channels.newOutputStream(file.channel));
            file.commit();
        }
    }

    /** Writes all remaining bytes of the buffer at a position of the file. */
    public void write(long position, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** Puts the file in its place, or gives its content to the pipe or device that is there. */
    public void commit() throws IOException {
        if (target.stream()) {
            try (OutputStream stream = Files.newOutputStream(target.path(), StandardOpenOption.WRITE)) {
                Files.copy(temporary, stream);
            }
            return; // closing removes the file
        }
        channel.force(true);
        Files.move(temporary, target.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
        channel.close(); // only now: without its lock the file could be taken for a leftover
        FileTree.force(target.path().getParent());
    }

    /** Removes what was written unless it was committed. */
    @Override
    public void close() throws IOException {
        if (!committed) {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }
}
