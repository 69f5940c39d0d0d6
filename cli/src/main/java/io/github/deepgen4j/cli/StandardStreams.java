// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.Utf8;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** Standard input and output under the name {@code -}, for prompts and images. */
final class StandardStreams {
    static final String NAME = "-";

    private static final Set<String> OUTPUT = Set.of(NAME, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final int MOST = 1 << 20; // bytes of a prompt; requests allow much fewer characters

    private static final PrintStream TERMINAL = System.err;
    private static PrintStream bytes;

    private StandardStreams() {}

    /** Keeps control characters of foreign texts from the terminal, for the rest of the process. */
    static void guard() {
        bytes = System.out;
        System.setOut(ControlFilter.over(System.out));
        System.setErr(ControlFilter.over(System.err));
    }

    /** Standard error without a filter, for what steers the terminal on purpose. */
    static PrintStream terminal() {
        return TERMINAL;
    }

    /** True for the names of standard output as a file. */
    static boolean isOutput(String name) {
        return OUTPUT.contains(name);
    }

    /** A text as given, or that of standard input where the name of it is given. */
    static String textOf(String given) {
        return given.equals(NAME) ? text() : given;
    }

    /**
     * The text on standard input: strict UTF-8, without a byte order mark and outer blanks.
     *
     * @throws IllegalArgumentException if it is empty, too long or not UTF-8
     */
    static String text() {
        byte[] read;
        try {
            read = System.in.readNBytes(MOST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
        if (read.length > MOST) {
            throw new IllegalArgumentException("standard input holds more than " + MOST + " bytes");
        }
        String text = utf8(read, "standard input").strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("standard input holds no text");
        }
        return text;
    }

    /** Decodes strict UTF-8, and leaves a byte order mark out. */
    static String utf8(byte[] bytes, String name) {
        return Utf8.text(
                bytes, found -> new IllegalArgumentException(name + ": expected text in UTF-8, found " + found));
    }

    /** The image on standard input. */
    static Image image() {
        return Image.read(System.in, "standard input");
    }

    /** Writes bytes to standard output, past any filter. */
    static void write(byte[] content) {
        PrintStream out = bytes == null ? System.out : bytes;
        out.write(content, 0, content.length);
        if (out.checkError()) {
            throw new UncheckedIOException(
                    "standard output", new IOException("closed by its reader, or cannot be written to"));
        }
    }
}
