// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes. What follows the last line feed is none. */
final class LineBytes implements AutoCloseable {
    private final InputStream stream;
    private final byte[] buffer = new byte[1 << 16];
    private int place;
    private int end;

    LineBytes(InputStream stream) {
        this.stream = stream;
    }

    /** The bytes up to a line feed, without it; null when there is no further one. */
    byte[] next() throws IOException {
        var begun = new ByteArrayOutputStream(0);
        while (true) {
            for (int i = place; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] rest = Arrays.copyOfRange(buffer, place, i);
                    place = i + 1;
                    if (begun.size() == 0) {
                        return rest;
                    }
                    begun.write(rest);
                    return begun.toByteArray();
                }
            }
            begun.write(buffer, place, end - place);
            place = 0;
            end = stream.read(buffer);
            if (end < 0) {
                end = 0;
                return null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
