// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.edit.FinalScoreText;
import io.github.deepgen4j.evaluation.data.JudgeText;
import io.github.deepgen4j.evaluation.data.OfficialText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts for judges: those of the user's copy of the official repository, which states no licence, or our own
 * wording, which asks for the same last line.
 */
record UniReditTexts(JudgeText consistency, JudgeText reasoning, JudgeText quality) {
    private static final String TOLD = "instruct";
    private static final String EFFECT = "reference";

    /** The item with which the published texts were summed. */
    static final Map<String, String> EXAMPLE =
            Map.of(TOLD, "Walls are black.\nDraw the route in green.", EFFECT, "A green route");

    /** The SHA-256 of the published texts for {@link #EXAMPLE}, by their names. */
    static final Map<String, String> SUMS = Map.of(
            "prompt_consist", "31735cf4e7dc5c4fa6839a09c305652ff8a14e30b03307f88109dca1c6453852",
            "prompt_reasoning_w_ref_image", "61b3140897620514e22131e4681f71d091eaa3aed2ea6afe9e9e998fcf887d34",
            "prompt_generation", "2d607960deffa2e1b5178bfbf9f06c865654ddbe35b249caa9e59c616ff6c916");

    private static final Map<Optional<Path>, UniReditTexts> KNOWN = new ConcurrentHashMap<>();

    private static final UniReditTexts OWN = new UniReditTexts(
            JudgeText.own(FinalScoreText.oneToFive(
                    "You are shown a picture and then the result of editing it.",
                    "The instruction was: {instruct}",
                    "Judge only what the instruction does not touch: is everything else of the first picture still"
                            + " there and unchanged? Do not judge whether the instruction was followed.")),
            JudgeText.own(FinalScoreText.oneToFive(
                    "You are shown a picture, a reference picture of the right result, and then a result to judge.",
                    "The instruction was: {instruct}",
                    "The right result in words: {reference}",
                    "Judge only whether the result shows what follows from the instruction, as the reference does. It"
                            + " need not look the same in other respects.")),
            JudgeText.own(FinalScoreText.oneToFive(
                    "You are shown the result of editing a picture.",
                    "Judge only how well the picture is made: is it sharp, believable and free of artifacts and broken"
                            + " shapes? Do not judge what it shows.")));

    /** @throws io.github.deepgen4j.model.files.ConfigException if the checkout lacks the texts or has others */
    static UniReditTexts of(Options options) {
        return KNOWN.computeIfAbsent(
                options.checkout(),
                checkout -> checkout.map(UniReditTexts::official).orElse(OWN));
    }

    private static UniReditTexts official(Path checkout) {
        Path file = checkout.resolve("eval/utils.py");
        return new UniReditTexts(
                OfficialText.read(file, SUMS.get("prompt_consist"), EXAMPLE),
                OfficialText.read(file, SUMS.get("prompt_reasoning_w_ref_image"), EXAMPLE),
                OfficialText.read(file, SUMS.get("prompt_generation"), Map.of()));
    }

    static String render(JudgeText text, UniReditItem item) {
        return text.render(Map.of(TOLD, item.told(), EFFECT, item.effect()));
    }
}
