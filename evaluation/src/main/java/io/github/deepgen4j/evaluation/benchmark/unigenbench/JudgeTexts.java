// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.data.JudgeText;
import io.github.deepgen4j.evaluation.data.PythonLiteral;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Instructions to the judge about an image, in the words of one scorer and language. */
final class JudgeTexts {
    private final JudgeText text;
    private final Map<String, String> definitions;
    private final String undefined;

    private JudgeTexts(JudgeText text, Map<String, String> definitions, String undefined) {
        this.text = text;
        this.definitions = definitions;
        this.undefined = undefined;
    }

    /** @param code {@code en} or {@code zh} */
    static JudgeTexts of(Rules rules, String code) {
        String name = rules.word() + "-" + code;
        JsonNode table = Json.read(EmbeddedText.read(JudgeTexts.class, "definitions-" + name + ".json"));
        Map<String, String> definitions = new LinkedHashMap<>();
        table.forEachEntry((label, definition) -> definitions.put(label, definition.stringValue()));
        return new JudgeTexts(
                JudgeText.embedded(EmbeddedText.read(JudgeTexts.class, name + ".txt")),
                definitions,
                code.equals("zh") ? "(无定义)" : "(No definition available)");
    }

    /** The labels that are defined. */
    Set<String> labels() {
        return definitions.keySet();
    }

    String of(UniGenBenchItem item) {
        return text.render(Map.of(
                "prompt",
                item.prompt(),
                "checkpoints",
                PythonLiteral.list(item.labels()),
                "definitions",
                lines(item, point -> definitions.getOrDefault(point.label(), undefined)),
                "descriptions",
                lines(item, TestPoint::description)));
    }

    private static String lines(UniGenBenchItem item, Function<TestPoint, String> text) {
        return item.points().stream()
                .map(point -> "\n" + point.label() + ": " + text.apply(point))
                .collect(Collectors.joining());
    }
}
