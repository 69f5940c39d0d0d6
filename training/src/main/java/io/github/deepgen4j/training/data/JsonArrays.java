// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects of one {@code .json} file holding an array, or of all such files of a folder, sorted by name (T2). Only
 * the place of each is kept, 8 bytes an object, so that a list of many millions fits into memory; they are read when
 * asked for.
 */
final class JsonArrays {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final long NO_OBJECT = -1;

    private record Part(Path file, long[] starts) {}

    private final Path path;
    private final List<Part> parts;

    /** @throws DataException if there is no such file or folder, it holds no object, or a file is not an array */
    JsonArrays(Path path) {
        this.path = path;
        this.parts = DataFiles.of(path, "json").stream().map(JsonArrays::part).toList();
        if (size() == 0) {
            throw new DataException(path + ": expected at least one object, found none");
        }
    }

    Path path() {
        return path;
    }

    int size() {
        return Math.toIntExact(
                parts.stream().mapToLong(part -> part.starts.length).sum());
    }

    /** @throws BadSampleException if it is not an object */
    JsonItem get(int index) {
        int inPart = index;
        for (Part part : parts) {
            if (inPart < part.starts.length) {
                return read(part.file, part.starts[inPart], part.file + "[" + inPart + "]");
            }
            inPart -= part.starts.length;
        }
        throw new IndexOutOfBoundsException(index);
    }

    private static Part part(Path file) {
        long[] starts = new long[1024];
        int count = 0;
        try (InputStream stream = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(stream)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new DataException(file + ": expected a JSON array, found " + parser.currentToken());
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long at = parser.currentTokenLocation().getByteOffset();
                if (at < 0 || parser.currentToken() == null) {
                    throw new DataException(file + ": expected a whole array in UTF-8, found "
                            + (at < 0 ? "another encoding" : "the end of the file"));
                }
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count + (count >> 1));
                }
                starts[count++] = parser.currentToken() == JsonToken.START_OBJECT ? at : NO_OBJECT;
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            throw new DataException(
                    file + ": not valid JSON at line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e + ")", e);
        }
        return new Part(file, Arrays.copyOf(starts, count));
    }

    private static JsonItem read(Path file, long start, String where) {
        if (start == NO_OBJECT) {
            throw new BadSampleException(where + ": expected an object, found another value");
        }
        try (FileChannel channel = FileChannel.open(file).position(start);
                JsonParser parser = JSON.createParser(Channels.newInputStream(channel))) {
            return new JsonItem(JSON.readTree(parser), where);
        } catch (IOException | JacksonException e) {
            throw new BadSampleException(where + ": cannot be read at byte " + start + " any more (" + e + ")", e);
        }
    }
}
