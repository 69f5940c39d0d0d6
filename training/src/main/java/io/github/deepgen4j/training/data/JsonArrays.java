// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The objects of one {@code .json} file holding an array or one {@code .jsonl} file holding one after another, or of
 * all such files of a folder, sorted by name (T2). Only the place of each is kept, 8 bytes an object, so that a list of
 * many millions fits into memory; they are read when asked for.
 */
final class JsonArrays {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final long NO_OBJECT = -1;

    private record Part(Path file, long[] starts) {}

    private final Path path;
    private final List<Part> parts;
    private final Inventory inventory;

    /** @throws DataException if there is no such file or folder, it holds no object, or a file is not an array */
    JsonArrays(Path path) {
        this.path = path;
        var count = new Inventory.Count();
        this.parts = DataFiles.of(path, count, "json", "jsonl").stream()
                .map(JsonArrays::part)
                .toList();
        count.use(parts.size());
        this.inventory = count.done();
        if (size() == 0) {
            throw new DataException(path + ": expected at least one object, found none");
        }
    }

    Inventory inventory() {
        return inventory;
    }

    /**
     * True if a file is one of the lists, or one that their objects name.
     *
     * @param named names of files of an object, each with the folder that it is relative to
     */
    boolean reads(Path file, Function<JsonItem, Stream<Path>> named) {
        return parts.stream().anyMatch(part -> NamedFiles.isSame(part.file, file))
                || (Files.exists(file) && IntStream.range(0, size()).anyMatch(i -> names(i, file, named)));
    }

    private boolean names(int index, Path file, Function<JsonItem, Stream<Path>> named) {
        try {
            return named.apply(get(index)).anyMatch(name -> NamedFiles.isSame(name, file));
        } catch (BadSampleException e) {
            return false; // nothing of it is read
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
            boolean lines = file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl");
            JsonToken token = parser.nextToken();
            if (!lines && token != JsonToken.START_ARRAY) {
                throw new DataException(file + ": expected a JSON array, found " + found(token));
            }
            JsonToken end = lines ? null : JsonToken.END_ARRAY;
            for (token = lines ? token : parser.nextToken(); token != end; token = parser.nextToken()) {
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
            throw new DataException(file + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
        return new Part(file, Arrays.copyOf(starts, count));
    }

    private static String found(JsonToken token) {
        return token == null
                ? "an empty file"
                : token == JsonToken.START_OBJECT
                        ? "an object; name a file with one in each line .jsonl"
                        : "another value";
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
