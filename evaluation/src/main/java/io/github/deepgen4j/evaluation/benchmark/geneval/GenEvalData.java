// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.evaluation.engine.BasicColour;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.TextFile;
import io.github.deepgen4j.model.json.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of GenEval: {@code evaluation_metadata.jsonl} and the names of the detector's classes,
 * {@code object_names.txt}; in one folder or where the official repository has them. A file of the same form over
 * another vocabulary has its own names.
 */
final class GenEvalData {
    static final int ITEMS = 553;
    private static final String METADATA = "evaluation_metadata.jsonl";
    private static final String CLASSES = "object_names.txt";

    private static final Set<String> FIELDS = Set.of("tag", "include", "exclude", "prompt", "detailed_caption");
    private static final Set<String> CLAUSE_FIELDS = Set.of("class", "count", "color", "position");
    private static final Set<String> EXCLUDE_FIELDS = Set.of("class", "count");

    private final List<String> classes;

    private GenEvalData(List<String> classes) {
        this.classes = classes;
    }

    /**
     * All items.
     *
     * @throws ConfigException naming file and line, if a file is missing or damaged, a line asks for something that
     *     GenEval does not know, a prompt occurs twice, or there are not {@link #ITEMS} lines
     */
    static List<GenEvalItem> read(Path data) {
        Path file = find(data, "prompts", METADATA);
        List<JsonRow> rows = JsonRows.lines(file);
        List<GenEvalItem> items = items(rows, classes(find(data, "evaluation", CLASSES)));
        JsonRows.requireUnique(rows, "prompt", row -> row.text("prompt"));
        JsonRows.requireCount(file, "lines", ITEMS, items.size());
        return items;
    }

    private static Path find(Path data, String folder, String name) {
        Path inFolder = data.resolve(folder).resolve(name);
        return Files.exists(inFolder) ? inFolder : data.resolve(name);
    }

    private static List<String> classes(Path file) {
        List<String> names = TextFile.read(file).lines().map(String::strip).toList();
        if (names.stream().anyMatch(String::isEmpty) || new HashSet<>(names).size() != names.size()) {
            throw new ConfigException(file + ": expected one name of a class in each line, each once, found a blank"
                    + " line or a name twice");
        }
        return names;
    }

    private GenEvalItem item(int index, JsonRow row) {
        row.requireOnly(FIELDS);
        Tag tag = Tag.of(row.oneOf("tag", Tag.words()));
        List<Clause> include = new ArrayList<>();
        for (JsonRow clause : row.rows("include")) {
            clause.requireOnly(CLAUSE_FIELDS);
            include.add(new Clause(
                    clause.oneOf("class", classes),
                    clause.integer("count", 1),
                    colour(clause),
                    place(clause, include)));
        }
        List<Clause> exclude = new ArrayList<>();
        for (JsonRow clause : row.rows("exclude")) {
            clause.requireOnly(EXCLUDE_FIELDS);
            exclude.add(new Clause(
                    clause.oneOf("class", classes), clause.integer("count", 1), Optional.empty(), Optional.empty()));
        }
        if (include.isEmpty() && exclude.isEmpty()) {
            throw row.fault("include", "at least one clause");
        }
        return new GenEvalItem(
                index, tag, include, exclude, row.text("prompt"), row.node().toString());
    }

    private static Optional<BasicColour> colour(JsonRow clause) {
        return clause.has("color")
                ? BasicColour.of(clause.oneOf(
                        "color",
                        Arrays.stream(BasicColour.values())
                                .map(BasicColour::word)
                                .toList()))
                : Optional.empty();
    }

    private static Optional<Clause.Place> place(JsonRow clause, List<Clause> before) {
        if (!clause.has("position")) {
            return Optional.empty();
        }
        List<JsonNode> pair = clause.node().get("position").stream().toList();
        boolean valid = pair.size() == 2
                && pair.getFirst().isString()
                && Relations.ALL.contains(pair.getFirst().stringValue())
                && pair.getLast().canConvertToInt()
                && pair.getLast().intValue() >= 0
                && pair.getLast().intValue() < before.size();
        if (!valid) {
            throw clause.fault(
                    "position", "[relation, clause] with one of %s and an earlier clause".formatted(Relations.ALL));
        }
        return Optional.of(
                new Clause.Place(pair.getFirst().stringValue(), pair.getLast().intValue()));
    }

    /** Items that are made and not read, with the same checks; {@code rows} in the order of their numbers. */
    static List<GenEvalItem> items(List<JsonRow> rows, List<String> classes) {
        var reader = new GenEvalData(classes);
        List<GenEvalItem> items = new ArrayList<>();
        rows.forEach(row -> items.add(reader.item(items.size(), row)));
        return items;
    }
}
