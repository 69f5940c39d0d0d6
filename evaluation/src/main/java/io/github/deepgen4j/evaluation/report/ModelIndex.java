// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.run.Manifest;
import io.github.deepgen4j.evaluation.run.Scores;
import java.util.Locale;

/** The field {@code model-index} of a model card on Hugging Face. */
final class ModelIndex {
    private ModelIndex() {}

    static String of(Scores scores) {
        String model = scores.settings().map(Manifest.Settings::model).orElse("unknown");
        StringBuilder text = new StringBuilder("model-index:\n- name: " + quoted(model) + "\n  results:\n");
        for (GroupRow row : GroupRow.of(scores)) {
            text.append(String.format(
                    Locale.ROOT,
                    """
                      - task: {type: %s}
                        dataset: {type: %s, name: %s, split: %s, config: %s}
                        metrics:
                    """,
                    row.edits() ? "image-to-image" : "text-to-image",
                    scores.key().benchmark(),
                    scores.key().benchmark(),
                    scores.key().version(),
                    quotedIfNeeded(row.group())));
            for (Figure figure : row.figures().values()) {
                text.append(String.format(
                        Locale.ROOT,
                        "    - {type: %s, name: %s, value: %.4f}%n",
                        figure.form() == Figure.Form.PASSED ? "accuracy" : "score",
                        quotedIfNeeded(figure.measure()),
                        figure.value()));
            }
        }
        return text.toString();
    }

    private static String quotedIfNeeded(String text) {
        return text.matches("[A-Za-z0-9_-]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
