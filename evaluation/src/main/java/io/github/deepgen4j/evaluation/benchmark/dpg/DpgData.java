// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.data.CsvTable;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.files.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of DPG-Bench: {@code prompts/NAME.txt}, of which the first line is the prompt, and the table of questions
 * {@code dpg_bench.csv}, which only scoring needs.
 */
final class DpgData {
    static final int ITEMS = 1065;
    static final String TABLE = "dpg_bench.csv";

    private static final String PROMPTS = "prompts";
    private static final String ENDING = ".txt";
    private static final List<String> COLUMNS =
            List.of("item_id", "proposition_id", "dependency", "tuple", "question_natural_language");

    private DpgData() {}

    /**
     * All items in the order of their files' names.
     *
     * @throws ConfigException naming file and line, if there are not {@link #ITEMS} prompts, one is empty, a row of the
     *     table is broken or belongs to no prompt, or a prompt has no question
     */
    static List<DpgItem> read(Path data, Mode mode) {
        Path folder = Files.isDirectory(data.resolve(PROMPTS)) ? data.resolve(PROMPTS) : data;
        List<String> names = names(folder);
        JsonRows.requireCount(folder, "prompts (*.txt)", ITEMS, names.size());
        Map<String, List<DpgQuestion>> questions = questions(data.resolve(TABLE), names, mode);
        List<DpgItem> items = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name + ENDING);
            String prompt = TextFile.read(file).lines().findFirst().orElse("").strip();
            if (prompt.isEmpty()) {
                throw new ConfigException(file + ":1: expected a prompt, found a blank line");
            }
            items.add(new DpgItem(items.size(), name, prompt, questions.getOrDefault(name, List.of())));
        }
        return items;
    }

    /** As Python sorts the names of the files, with their endings. */
    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(folder + ": expected a folder of prompts, found none");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .sorted()
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(folder + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
    }

    private static Map<String, List<DpgQuestion>> questions(Path file, List<String> names, Mode mode) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        List<DpgQuestion> table = table(file, new HashSet<>(names));
        Map<String, List<DpgQuestion>> questions =
                mode == Mode.OFFICIAL ? DpgQuestions.official(table) : DpgQuestions.fixed(table);
        names.stream().filter(name -> !questions.containsKey(name)).findFirst().ifPresent(name -> {
            throw new ConfigException("%s: expected questions of all %d prompts, found none of %s; fetch the file again"
                    .formatted(file, names.size(), name));
        });
        return questions;
    }

    private static List<DpgQuestion> table(Path file, Set<String> names) {
        CsvTable csv = CsvTable.read(file);
        csv.requireColumns(COLUMNS);
        List<DpgQuestion> table = new ArrayList<>();
        for (CsvTable.Row row : csv.rows()) {
            String item = row.text("item_id");
            if (!names.contains(item)) {
                throw row.fault("item_id", "the name of a prompt");
            }
            table.add(new DpgQuestion(
                    row.where(),
                    item,
                    row.integer("proposition_id", 1, Short.MAX_VALUE),
                    parents(row),
                    row.text("tuple"),
                    row.text("question_natural_language")));
        }
        return table;
    }

    private static List<Integer> parents(CsvTable.Row row) {
        List<Integer> parents = new ArrayList<>();
        for (String part : row.text("dependency").split(",", -1)) {
            if (!part.strip().matches("[0-9]{1,5}")) {
                throw row.fault("dependency", "numbers of questions between commas, or 0");
            }
            int parent = Integer.parseInt(part.strip());
            if (parent != 0) {
                parents.add(parent);
            }
        }
        return parents;
    }
}
