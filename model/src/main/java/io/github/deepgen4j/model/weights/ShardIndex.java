// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.FileStart;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The {@code *.safetensors.index.json} of a component in several files: which tensor is in which file. */
final class ShardIndex {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> shardOf = new LinkedHashMap<>();

    private ShardIndex() {}

    /** Reads an index; what is wrong goes to {@code problems}. */
    static ShardIndex read(Path file, Problems problems) {
        ShardIndex index = new ShardIndex();
        Optional<String> fault = FileStart.fault(file);
        if (fault.isPresent()) {
            problems.add(file.getFileName() + ": " + fault.get());
            return index;
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), file)) {
            index.readAll(json, file.getFileName().toString(), problems);
        } catch (JacksonException e) {
            problems.add(file.getFileName() + ": malformed index: " + JsonFile.reason(e) + "; fetch the file again");
        }
        return index;
    }

    private void readAll(JsonParser json, String file, Problems problems) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            problems.add(file + ": expected a JSON object, found " + json.currentToken());
            return;
        }
        boolean found = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            if (name.equals("weight_map") && object) {
                if (found) {
                    problems.add(file + ": weight_map is given twice");
                }
                found = true;
                readMap(json, file, problems);
            } else {
                json.skipChildren();
            }
        }
        if (!found) {
            problems.add(file + ": no weight_map object");
        }
        if (json.nextToken() != null) {
            problems.add(file + ": expected nothing after the JSON object, found " + json.currentToken());
        }
    }

    private void readMap(JsonParser json, String file, Problems problems) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String tensor = json.currentName();
            String shard = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : null;
            if (shard == null
                    || shard.isBlank()
                    || shard.contains("/")
                    || shard.contains("\\")
                    || shard.startsWith(".")) {
                problems.add(file + ": " + tensor + " expected the name of a file beside the index, found "
                        + (shard == null ? json.currentToken() : "'" + shard + "'"));
                json.skipChildren();
                continue;
            }
            String before = shardOf.put(tensor, shard);
            if (before != null) {
                problems.add(file + ": " + tensor + " is listed twice, in " + before + " and " + shard);
            }
        }
    }

    Set<String> shards() {
        return new TreeSet<>(shardOf.values());
    }

    /** File names by tensor name as stored. */
    Map<String, String> shardOf() {
        return shardOf;
    }

    /** Writes an index as the hub's libraries do, sorted by name. */
    static void write(Path file, Map<String, String> shardOf, long totalBytes) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", totalBytes));
        index.put("weight_map", new TreeMap<>(shardOf));
        AtomicFile.write(file, Json.writePretty(index) + "\n");
    }
}
