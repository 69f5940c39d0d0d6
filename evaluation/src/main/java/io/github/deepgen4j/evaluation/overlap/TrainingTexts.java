// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.overlap;

import io.github.deepgen4j.evaluation.data.CsvRecord;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.files.TextFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * All texts of files of training, whatever they are called there: lines of text, every string of JSON and of JSON
 * lines, every cell of CSV. Of a folder all such files in it.
 */
public final class TrainingTexts {
    private static final Set<String> ENDINGS = Set.of("txt", "jsonl", "ndjson", "json", "csv", "caption");

    private TrainingTexts() {}

    /**
     * Gives each text of a file, or of the files of a folder.
     *
     * @throws ConfigException if there is no such file, it is of a kind that is not read, or broken
     */
    public static void read(Path file, Consumer<String> text) {
        if (!Files.isDirectory(file)) {
            of(file, text);
            return;
        }
        List<Path> files;
        try (Stream<Path> inside = Files.walk(file)) {
            files = inside.filter(Files::isRegularFile)
                    .filter(one -> ENDINGS.contains(ending(one)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
        if (files.isEmpty()) {
            throw new ConfigException(
                    file + ": expected files of texts (" + String.join(", ", sorted()) + "), found none");
        }
        files.forEach(one -> of(one, text));
    }

    private static List<String> sorted() {
        return ENDINGS.stream().sorted().toList();
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void of(Path file, Consumer<String> text) {
        switch (ending(file)) {
            case "json" -> strings(json(file, 0, TextFile.read(file)), text);
            case "jsonl", "ndjson" -> {
                int line = 0;
                for (String content : TextFile.read(file).split("\n")) {
                    line++;
                    if (!content.isBlank()) {
                        strings(json(file, line, content), text);
                    }
                }
            }
            case "csv" -> cells(file, text);
            case "txt", "caption" -> TextFile.read(file).lines().forEach(text);
            default ->
                throw new ConfigException("%s: expected a file of texts (%s), found another; write its prompts as lines"
                        .formatted(file, String.join(", ", sorted())));
        }
    }

    private static JsonNode json(Path file, int line, String content) {
        try {
            return Json.read(content);
        } catch (JacksonException e) {
            String where = line == 0 ? file.toString() : file + ":" + line;
            throw new ConfigException(where + ": " + JsonFile.reason(e), e);
        }
    }

    private static void strings(JsonNode node, Consumer<String> text) {
        if (node.isString()) {
            text.accept(node.stringValue());
        } else {
            node.forEach(item -> strings(item, text));
        }
    }

    private static void cells(Path file, Consumer<String> text) {
        try {
            CsvRecord.parse(TextFile.read(file)).forEach(row -> row.fields().forEach(text));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
    }
}
