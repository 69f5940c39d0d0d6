// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import java.nio.file.Path;
import java.util.Map;

/**
 * Options of the HTTP server.
 *
 * @param version of this program, for a header
 * @param port 0 for any that is free
 * @param uploads folder for large parts while they arrive
 * @param mostBody bytes of a body
 * @param mostPart bytes of a part of a multipart body
 * @param headers of every answer
 * @param network the line to the clients
 */
public record HttpOptions(
        String version,
        String host,
        int port,
        Path uploads,
        long mostBody,
        long mostPart,
        Map<String, String> headers,
        NetworkOptions network) {
    /** Parts of a multipart body. */
    static final int MOST_PARTS = 64;

    /** Bytes of a text part, and of all together. */
    static final int MOST_TEXT = 64 << 10;

    static final int MOST_TEXTS = 1 << 20;

    /** Bytes of a part that stay in memory while it arrives. */
    static final int IN_MEMORY = 64 << 10;

    /** Bytes from which texts are compressed for clients that take that. */
    static final int COMPRESSED = 1 << 10;
}
