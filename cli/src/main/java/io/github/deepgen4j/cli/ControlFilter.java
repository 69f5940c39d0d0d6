// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text on its way to a terminal: control characters other than tabs and ends of lines are spelled out, as
 * {@code \u001b}, because texts of foreign files (names of tensors, captions) could otherwise steer the terminal.
 */
final class ControlFilter extends FilterOutputStream {
    private static final int NONE = -1;
    private static final int SPACE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int C1_LEAD = 0xc2; // in UTF-8, of U+0080 to U+00BF
    private static final int C1_END = 0xa0;

    private int held = NONE; // a byte whose meaning the next one decides

    private ControlFilter(PrintStream out) {
        super(out);
    }

    /** A stream over this one that filters; of the same encoding, with the same errors. */
    static PrintStream over(PrintStream out) {
        return new PrintStream(new ControlFilter(out), true, out.charset());
    }

    @Override
    public void write(int value) throws IOException {
        int octet = value & 0xff;
        if (held == C1_LEAD && octet >= 0x80 && octet < C1_END) {
            held = NONE;
            spell(octet);
            return;
        }
        if (held == '\r' && octet != '\n') {
            spell('\r');
        } else if (held != NONE) {
            out.write(held);
        }
        held = NONE;
        if (octet == C1_LEAD && ((PrintStream) out).charset().equals(StandardCharsets.UTF_8) || octet == '\r') {
            held = octet;
        } else if (octet < SPACE && octet != '\n' && octet != '\t' || octet == DELETE) {
            spell(octet);
        } else {
            out.write(octet);
        }
    }

    private void spell(int character) throws IOException {
        out.write(String.format(Locale.ROOT, "\\u%04x", character).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void flush() throws IOException {
        if (((PrintStream) out).checkError()) { // which flushes
            throw new IOException("cannot be written to");
        }
    }
}
