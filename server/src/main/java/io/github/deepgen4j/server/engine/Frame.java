// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A message between front and engine: a JSON head and files. On the pipe: a mark, the head's length, the number of
 * files (4 bytes each, big-endian), the head in UTF-8, then each file with its length before it.
 *
 * @param type what the message is about: {@code draw}, {@code step}, ...
 * @param call number of the call that it belongs to; 0 for none
 * @param head the fields of this type
 */
record Frame(String type, long call, JsonNode head, List<byte[]> files) {
    private static final int MARK = 0x44473446; // DG4F: whatever else writes to the pipe is noticed
    private static final int MOST_HEAD = 1 << 20;
    private static final int MOST_FILES = 64;
    private static final int MOST_FILE = 1 << 28;

    Frame {
        files = List.copyOf(files);
    }

    static Frame of(String type, long call, Map<String, ?> fields, byte[]... files) {
        return new Frame(type, call, JsonNode.of(fields), List.of(files));
    }

    void write(DataOutputStream out) throws IOException {
        JsonNode whole = JsonNode.object().put("type", type).put("call", call).put("head", head);
        byte[] bytes = Json.write(whole).getBytes(StandardCharsets.UTF_8);
        out.writeInt(MARK);
        out.writeInt(bytes.length);
        out.writeInt(files.size());
        out.write(bytes);
        for (byte[] file : files) {
            out.writeInt(file.length);
            out.write(file);
        }
        out.flush();
    }

    /**
     * The next message; empty at the end of the pipe.
     *
     * @throws IOException if the bytes are no message, or the pipe ends inside of one
     */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        int mark;
        try {
            mark = in.readInt();
        } catch (EOFException e) {
            return Optional.empty();
        }
        require("mark", mark == MARK, Integer.toHexString(mark));
        int length = in.readInt();
        require("length of the head", length >= 0 && length <= MOST_HEAD, length);
        int count = in.readInt();
        require("number of files", count >= 0 && count <= MOST_FILES, count);
        JsonNode whole = head(in.readNBytes(length), length);
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int size = in.readInt();
            require("length of a file", size >= 0 && size <= MOST_FILE, size);
            byte[] file = in.readNBytes(size);
            require("file of " + size + " bytes", file.length == size, file.length);
            files.add(file);
        }
        return Optional.of(
                new Frame(whole.path("type").asString(), whole.path("call").asLong(), whole.path("head"), files));
    }

    private static JsonNode head(byte[] bytes, int length) throws IOException {
        require("head of " + length + " bytes", bytes.length == length, bytes.length);
        try {
            return Json.read(bytes);
        } catch (JacksonException e) {
            throw new IOException("frame expected a head of JSON, found something else", e);
        }
    }

    private static void require(String what, boolean right, Object found) throws IOException {
        if (!right) {
            throw new IOException("frame expected another " + what + ", found " + found);
        }
    }
}
