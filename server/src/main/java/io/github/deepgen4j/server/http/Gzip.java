// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Compression of texts (RFC 9110 section 8.4.1.3). */
public final class Gzip {
    private static final Pattern TAKEN = Pattern.compile("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");

    private Gzip() {}

    public static byte[] of(byte[] content) {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing of this leaves the memory
        }
        return compressed.toByteArray();
    }

    /** True if the client takes it. */
    public static boolean takenBy(Exchange exchange) {
        return TAKEN.matcher(exchange.header("Accept-Encoding").orElse("")).matches();
    }
}
