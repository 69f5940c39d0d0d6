// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.data.JsonRows;
import io.github.deepgen4j.evaluation.data.PythonText;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.TextFile;
import io.github.deepgen4j.tables.Column;
import io.github.deepgen4j.tables.Table;
import io.github.deepgen4j.tables.TableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads prompts from files ({@code deepgen_rl: deepgen_rl/grpo_deepgen.py}). Unlike the published reader it refuses a
 * row without a prompt, which would have been an empty prompt; both refuse a blank line among JSON lines.
 */
final class PromptFile {
    private static final List<String> FIELDS = List.of("prompt", "caption");

    private final Path file;
    private final String dataset;
    private final Map<String, Double> rewards;

    private PromptFile(Path file, String dataset, Map<String, Double> rewards) {
        this.file = file;
        this.dataset = dataset;
        this.rewards = rewards;
    }

    /**
     * All prompts of a file.
     *
     * @throws ConfigException naming the file and the line, if it is absent, of another format, empty, or a row has no
     *     prompt
     */
    static PromptSet read(Path file, String dataset, Map<String, Double> rewards) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(
                    file + ": expected a file of prompts, found " + (Files.isDirectory(file) ? "a folder" : "nothing"));
        }
        var reader = new PromptFile(file, dataset, rewards);
        List<Prompt> prompts = reader.prompts(file.toString().toLowerCase(Locale.ROOT));
        if (prompts.isEmpty()) {
            throw new ConfigException(file + ": expected at least one prompt, found none");
        }
        return PromptSet.of(dataset, prompts);
    }

    private List<Prompt> prompts(String name) {
        if (name.endsWith(".txt")) {
            return lines();
        }
        if (name.endsWith(".jsonl")) {
            return JsonRows.lines(file).stream()
                    .map(row -> prompt(text(row), new Origin.Row(row)))
                    .toList();
        }
        if (name.endsWith(".parquet")) {
            return rows();
        }
        throw new ConfigException(file + ": expected a file of prompts ending in .txt, .jsonl or .parquet");
    }

    private List<Prompt> lines() {
        return TextFile.read(file)
                .lines()
                .map(PythonText::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> prompt(line, new Origin.Line()))
                .toList();
    }

    private static String text(JsonRow row) {
        for (String field : FIELDS) {
            if (row.has(field)) {
                return row.text(field);
            }
        }
        throw row.fault("prompt", "a text, or one in caption,");
    }

    private List<Prompt> rows() {
        try (Table table = Table.Format.PARQUET.open(file, List.of(new Column(FIELDS, Column.Cells.BYTES)))) {
            List<Prompt> prompts = new ArrayList<>();
            for (int i = 0; i < table.rows(); i++) {
                byte[] cell = table.read(i).getFirst();
                if (cell == null || new String(cell, StandardCharsets.UTF_8).isBlank()) {
                    throw new ConfigException("%s[%d]: column %s expected a text, found nothing"
                            .formatted(file, i, table.names().getFirst()));
                }
                prompts.add(prompt(new String(cell, StandardCharsets.UTF_8), new Origin.Line()));
            }
            return prompts;
        } catch (TableException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private Prompt prompt(String text, Origin origin) {
        return new Prompt(text, dataset, rewards, origin);
    }
}
