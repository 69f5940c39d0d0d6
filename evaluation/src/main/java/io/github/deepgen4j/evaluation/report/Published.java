// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.model.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A table of headlines as others published them; none was measured here.
 *
 * @param version of the benchmark that they are of
 * @param source where they stand
 */
public record Published(String benchmark, String version, String source, List<Row> rows) {
    /** Heading of such tables. */
    public static final String LABEL = "as published, not measured";

    private static final String SHAPEWORLD = "shapeworld";
    private static final List<Published> ALL = read();

    /**
     * One system.
     *
     * @param remark what a reader must know; may be empty
     */
    public record Row(String model, double value, String remark) {
        /** With as many decimals as the smaller scales are published with. */
        String shown() {
            return String.format(Locale.ROOT, value <= 1 ? "%.4f" : "%.2f", value);
        }
    }

    /** The tables of a benchmark, that of the version first; none over ShapeWorld, whose prompts are others. */
    public static List<Published> of(String benchmark, String version) {
        if (version.equals(SHAPEWORLD)) {
            return List.of();
        }
        return ALL.stream()
                .filter(table -> table.benchmark.equals(benchmark))
                .sorted(Comparator.comparing(table -> !table.version.equals(version)))
                .toList();
    }

    private static List<Published> read() {
        List<Published> all = new ArrayList<>();
        for (var node : Json.read(EmbeddedText.read(Published.class, "published.json"))) {
            JsonRow table = new JsonRow("published.json", node);
            all.add(new Published(
                    table.text("benchmark"),
                    table.anyText("version"),
                    table.text("source"),
                    table.rows("rows").stream().map(Published::row).toList()));
        }
        return all;
    }

    private static Row row(JsonRow row) {
        return new Row(
                row.text("model"),
                row.node().path("value").doubleValue(),
                row.optionalText("remark").orElse(""));
    }
}
