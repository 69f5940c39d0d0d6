// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

import io.github.deepgen4j.model.files.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Multipart bodies (RFC 7578). Files are told by the names of their parts, since many clients name no file; large parts
 * go to the disk while they arrive and are deleted on any end.
 */
final class Multipart {
    private static final Set<String> FILES = Set.of("image", "image[]", "mask");

    private Multipart() {}

    static Form read(Request request, HttpOptions options) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (MultiPart.extractBoundary(type) == null) {
            throw Problem.invalid("invalid_value", "", "Content-Type expected a boundary, found none");
        }
        if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > options.mostBody()) {
            throw Exchange.tooLarge(options.mostBody());
        }
        try (MultiPartFormData.Parts parts = MultiPartFormData.getParts(request, request, type, config(options))) {
            try {
                return form(parts, options);
            } finally {
                for (MultiPart.Part part : parts) {
                    part.delete();
                }
            }
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw problem(e, options);
        }
    }

    private static MultiPartConfig config(HttpOptions options) throws IOException {
        Files.createDirectories(options.uploads());
        return new MultiPartConfig.Builder()
                .location(options.uploads())
                .maxParts(HttpOptions.MOST_PARTS)
                .maxSize(options.mostBody())
                .maxPartSize(options.mostPart())
                .maxMemoryPartSize(HttpOptions.IN_MEMORY)
                .maxHeadersSize(8 << 10)
                .useFilesForPartsWithoutFileName(true)
                .build();
    }

    /** A complaint of the parser in our words. */
    private static Problem problem(Exception e, HttpOptions options) {
        String message = deepest(e);
        if (message.contains("parts")) {
            return Problem.invalid(
                            "invalid_value",
                            "",
                            "body expected at most " + HttpOptions.MOST_PARTS + " parts, found more")
                    .header("Connection", "close");
        }
        if (message.contains("exceeded")) {
            return Exchange.tooLarge(message.contains("file size") ? options.mostPart() : options.mostBody());
        }
        return Problem.invalid("invalid_value", "", "body expected a multipart form, found a damaged one")
                .header("Connection", "close");
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    }

    private static Form form(MultiPartFormData.Parts parts, HttpOptions options) {
        List<Map.Entry<String, String>> texts = new ArrayList<>();
        List<FilePart> files = new ArrayList<>();
        long text = 0;
        for (MultiPart.Part part : parts) {
            String name = part.getName();
            if (name == null) {
                throw Problem.invalid("invalid_value", "", "a part expected a name, found none");
            }
            if (FILES.contains(name) || part.getFileName() != null) {
                files.add(new FilePart(name, bytes(part)));
                continue;
            }
            text += part.getLength();
            if (part.getLength() > HttpOptions.MOST_TEXT || text > HttpOptions.MOST_TEXTS) {
                throw Problem.refused(
                        413,
                        "body_too_large",
                        "%s expected text of at most %d bytes, %d in all fields, found more"
                                .formatted(name, HttpOptions.MOST_TEXT, HttpOptions.MOST_TEXTS));
            }
            texts.add(Map.entry(
                    name,
                    Utf8.text(
                            bytes(part),
                            found -> Problem.invalid(
                                    "invalid_value", name, name + " expected text in UTF-8, found " + found))));
        }
        return Form.of(texts, files);
    }

    private static byte[] bytes(MultiPart.Part part) {
        try {
            ByteBuffer buffer = Content.Source.asByteBuffer(part.createContentSource());
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
