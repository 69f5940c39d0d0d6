// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.data.Levenshtein;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.rl.reward.OcrRules.Formula;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The two formulas of the reward for text, and the settings of the new one. */
class OcrGoldenTest {
    private static final JsonNode OCR = Golden.json("rl/ocr.json");
    private static final double EXACT = 1e-12;

    @Test
    void rewardsAreThePublishedOnes() {
        for (JsonNode one : OCR.get("cases")) {
            String prompt = one.get("prompt").stringValue();
            Reply.Lines read = lines(one.get("lines"));
            var old = new OcrRules(Formula.OLD, true, true, 3, true, 0);
            if (one.get("old").has("value")) {
                assertThat(old.reward(prompt, read))
                        .as("old, %s, %s", prompt, read)
                        .isCloseTo(one.get("old").get("value").doubleValue(), within(EXACT));
            } else { // B5: the whole request failed; ours is 0 for this prompt alone
                assertThat(OcrRules.oldTarget(prompt)).as(prompt).isEmpty();
                assertThat(old.reward(prompt, read)).isZero();
            }
            one.get("new")
                    .properties()
                    .forEach(setting -> assertThat(rules(setting.getKey()).reward(prompt, read))
                            .as("new, %s, %s, %s", setting.getKey(), prompt, read)
                            .isCloseTo(setting.getValue().get("value").doubleValue(), within(EXACT)));
        }
    }

    private static OcrRules rules(String setting) {
        boolean confident = setting.startsWith("min_conf_");
        boolean ngram = setting.startsWith("ngram_");
        assertThat(confident
                        || ngram
                        || List.of("default", "case_insensitive", "keep_punct", "no_fold")
                                .contains(setting))
                .as(setting)
                .isTrue();
        return new OcrRules(
                Formula.NEW,
                !setting.equals("case_insensitive"),
                !setting.equals("keep_punct"),
                ngram ? Integer.parseInt(setting.substring("ngram_".length())) : 3,
                !setting.equals("no_fold"),
                confident ? Double.parseDouble(setting.substring("min_conf_".length())) : 0);
    }

    /** A recogniser that found nothing, or failed, has read no lines. */
    private static Reply.Lines lines(JsonNode lines) {
        List<String> texts = new ArrayList<>();
        List<Double> confidences = new ArrayList<>();
        if (lines.isArray()) {
            for (JsonNode line : lines) {
                texts.add(line.get(0).stringValue());
                confidences.add(line.get(1).doubleValue());
            }
        }
        return new Reply.Lines(texts, confidences);
    }

    @Test
    void distancesAreLevenshteins() {
        for (JsonNode one : OCR.get("levenshtein")) {
            assertThat(Levenshtein.distance(one.get(0).stringValue(), one.get(1).stringValue()))
                    .isEqualTo(one.get(2).intValue());
        }
    }
}
