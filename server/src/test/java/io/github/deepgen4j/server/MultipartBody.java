// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** A multipart form as clients write it. */
public final class MultipartBody {
    private static final String BOUNDARY = "------------------------8f3c1d2e4b5a6978";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public MultipartBody text(String name, String value) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /** A file with a name, as browsers send it. */
    public MultipartBody file(String name, String fileName, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/png"
                        .formatted(name, fileName),
                content);
    }

    /** A file without a name, as openai-java sends a stream. */
    public MultipartBody nameless(String name, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"%s\"\r\nContent-Type: application/octet-stream".formatted(name),
                content);
    }

    private MultipartBody part(String head, byte[] content) {
        bytes.writeBytes(("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public HttpRequest.Builder to(HttpRequest.Builder request) {
        return request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(
                        (bytes.toString(StandardCharsets.ISO_8859_1) + "--" + BOUNDARY + "--\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1)));
    }
}
