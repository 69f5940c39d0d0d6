// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.data.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of prompts in strict UTF-8: {@code .jsonl} with an object (or a string) a line, {@code .csv} with a header, or
 * any other with a prompt a line. Blank lines do not count.
 */
final class PromptsFile {
    private static final JsonMapper JSON = new JsonMapper();

    private PromptsFile() {}

    /**
     * Reads all entries.
     *
     * @throws IllegalArgumentException if the file is not there, is not UTF-8, holds no prompt or columns that no entry
     *     has
     */
    static List<PromptEntry> read(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String text = content(file);
        List<PromptEntry> entries = name.endsWith(".csv")
                ? records(CsvRecord.parse(text), file)
                : lines(text, name.endsWith(".jsonl") || name.endsWith(".ndjson"));
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(file + ": holds no prompt");
        }
        return entries;
    }

    private static String content(Path file) {
        try {
            return file.toString().equals(StandardStreams.NAME)
                    ? StandardStreams.text()
                    : StandardStreams.utf8(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private static List<PromptEntry> lines(String text, boolean json) {
        List<PromptEntry> entries = new ArrayList<>();
        int line = 0;
        for (String content : text.split("\\R", -1)) {
            line++;
            if (!content.isBlank()) {
                entries.add(json ? object(line, content) : PromptEntry.of(line, content));
            }
        }
        return entries;
    }

    private static PromptEntry object(int line, String content) {
        try {
            JsonNode node = JSON.readTree(content);
            if (node.isString()) {
                return PromptEntry.of(line, node.asString());
            }
            if (!node.isObject()) {
                return PromptEntry.broken(line, "expected a JSON object, found " + content);
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (field.getValue().isContainer()) {
                    return PromptEntry.broken(line, field.getKey() + " expected a text or number, found more");
                }
                fields.put(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().asString());
            }
            return PromptEntry.of(line, fields);
        } catch (JacksonException e) {
            return PromptEntry.broken(line, "not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static List<PromptEntry> records(List<CsvRecord> records, Path file) {
        List<String> header = records.isEmpty()
                ? List.of()
                : records.getFirst().fields().stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        if (!header.contains("prompt") || !PromptEntry.FIELDS.containsAll(header)) {
            throw new IllegalArgumentException(
                    "%s: expected a first line with the columns prompt and, if need be, %s, found %s"
                            .formatted(
                                    file,
                                    String.join(", ", PromptEntry.FIELDS.subList(1, PromptEntry.FIELDS.size())),
                                    String.join(", ", header)));
        }
        List<PromptEntry> entries = new ArrayList<>();
        for (CsvRecord row : records.subList(1, records.size())) {
            if (row.fields().size() != header.size()) {
                entries.add(PromptEntry.broken(
                        row.line(),
                        "expected %d columns, found %d; a comma in a prompt needs quotes around it"
                                .formatted(header.size(), row.fields().size())));
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                fields.put(header.get(i), row.fields().get(i));
            }
            entries.add(PromptEntry.of(row.line(), fields));
        }
        return entries;
    }
}
