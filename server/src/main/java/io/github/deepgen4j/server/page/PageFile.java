// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.page;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.server.http.Gzip;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * One file of the page.
 *
 * @param type of HTTP's {@code Content-Type}
 * @param gzip the content compressed
 * @param sum SHA-256 of the content
 */
record PageFile(String type, byte[] content, byte[] gzip, String sum) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    /** @param name decides the type by its ending */
    static PageFile of(String name, byte[] content) {
        return new PageFile(
                TYPES.get(name.substring(name.lastIndexOf('.') + 1)),
                content,
                Gzip.of(content),
                Digest.sha256(content));
    }

    /** The file of a name beside this class. */
    static PageFile read(String name) {
        try (InputStream in = PageFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing in this build");
            }
            return of(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
