// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.data.JudgeText;
import io.github.deepgen4j.evaluation.data.OfficialText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Instructions to the judge: the official text from the user's copy of the repository, or else our own, whose scores
 * are not comparable with published ones.
 *
 * @param system who the judge is
 * @param user the rubric, with the prompt and its explanation
 */
record WiseTexts(JudgeText system, JudgeText user) {
    /** The item for which the sums below are known. */
    private static final Map<String, String> KNOWN =
            fields("The fruit thrown at bad stage actors in old cartoons", "Should show a tomato");

    static WiseTexts of(Edition edition, Optional<Path> checkout) {
        return checkout.map(folder -> official(edition, folder)).orElseGet(() -> own(edition));
    }

    private static WiseTexts official(Edition edition, Path checkout) {
        return switch (edition) {
            case LEGACY ->
                official(
                        checkout.resolve("WISE_legacy/gpt_eval.py"),
                        "1034e394de55d899eb78e5ad09835de551cefa5bfeb0ba4bf452c83f6285ffc0",
                        "28d08cd22004b5242fcba74ff5b00cf8ed3e22b09049a8e7c40a08613d767c1d");
            case VERIFIED ->
                official(
                        checkout.resolve("vllm_eval.py"),
                        "c9b9e5e189408801a05c600dfc385addc37bb1ebe9b933c74202ea72eb415f8c",
                        "b8b39b91f68d41a9aa054743359a2c75a6125b6e3a9ceb79902492694dc04c29");
        };
    }

    private static WiseTexts official(Path script, String system, String user) {
        return new WiseTexts(OfficialText.read(script, system, Map.of()), OfficialText.read(script, user, KNOWN));
    }

    private static WiseTexts own(Edition edition) {
        return new WiseTexts(
                JudgeText.own(
                        EmbeddedText.read(WiseTexts.class, "own-system.txt").strip()),
                JudgeText.own(EmbeddedText.read(WiseTexts.class, "own-" + edition.word() + ".txt")));
    }

    boolean official() {
        return user.official();
    }

    String of(WiseItem item) {
        return user.render(fields(item.prompt(), item.explanation()));
    }

    /** The scripts fill in expressions, with either kind of quotes; our own texts have names. */
    private static Map<String, String> fields(String prompt, String explanation) {
        return Map.of(
                "prompt", prompt,
                "explanation", explanation,
                "prompt_data['Prompt']", prompt,
                "prompt_data['Explanation']", explanation,
                "prompt_data[\"Prompt\"]", prompt,
                "prompt_data[\"Explanation\"]", explanation);
    }
}
