// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.data.JudgeText;
import io.github.deepgen4j.evaluation.data.OfficialText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts for judges, by the names of the official ones: those of the user's copy of the official repository, which
 * states no licence, or our own wording, which asks for the same last line.
 */
record RiseTexts(Map<String, JudgeText> texts) {
    /** The item with which the published texts were summed. */
    static final Map<String, String> EXAMPLE =
            Map.of("instruct", "Show it after a week without water.", "reference", "Wilted plant, dry soil");

    /** Sent as they stand, never formatted. */
    private static final Set<String> PLAIN =
            Set.of("prompt_generation", "prompt_spatial_qual", "prompt_logical_img_wo_q");

    private static final Map<Optional<Path>, RiseTexts> KNOWN = new ConcurrentHashMap<>();

    private static final Map<String, String> SUMS = Map.ofEntries(
            Map.entry("prompt_consist", "67f6689b0ef02e7b7a5818f863910f9179676c31a3dac23ccf570b6cd9bb57ba"),
            Map.entry("prompt_generation", "2d607960deffa2e1b5178bfbf9f06c865654ddbe35b249caa9e59c616ff6c916"),
            Map.entry("prompt_logical_cons", "fa3ac498df1626aa5ba205521b7f389cdf18a023645adcaeace291a7d3d90adf"),
            Map.entry("prompt_logical_cons_ans", "d5b6373d9c2dd02a6caaeb035a5ea728983cb9d73ebb3047cccd5f76791b2563"),
            Map.entry("prompt_logical_img", "af65bb9571646960fa5b5fe38cb84d2ededef7c3d446b757bd1fc994538300a1"),
            Map.entry("prompt_logical_img_wo_q", "8cd49d5335cd303c810affa011b21dcd1416fcbb76df00f175ee3af949dcaa8d"),
            Map.entry("prompt_logical_txt", "38da7bcc2ac3602531c3347577e6109c5ce18ec8f609a64919bbe62965d738a3"),
            Map.entry("prompt_reasoning", "f9cc192e96773b83d6d88fd8454abe08e5b14d6ec10cba815826e00afd3e4b41"),
            Map.entry("prompt_reasoning_w_input", "da701045426b759b536654a4ec1d8736ba81a9803baa6c23f454b987873a4568"),
            Map.entry("prompt_spatial_cons", "f20f9ef337cebc5cf4a6328d7307d187399e17057824e2bc50e9e391896ba1a6"),
            Map.entry("prompt_spatial_qual", "3bead46a4b0bcf295700caec5c116809dd72d4a03a750f7bb9da3e2563123c80"),
            Map.entry("prompt_spatial_ref", "f0b72968293bba6c8cfa6c4a9872074f7ecc48da9bd97cb9bba574d52564bae8"),
            Map.entry("prompt_spatial_ref_img", "dda01f5178d912a80fc9ff9b19e198ce4e9c3e7ceb9d549daf9b1efc6c644acf"),
            Map.entry(
                    "prompt_spatial_ref_w_input", "f71a644ef4778cba6b1d6d7f2592cc90bbcc9566752d0cafeab46add1c50ed7d"));

    /** @throws io.github.deepgen4j.model.files.ConfigException if the checkout lacks the texts or has others */
    static RiseTexts of(Options options) {
        return KNOWN.computeIfAbsent(
                options.checkout(),
                checkout -> checkout.map(RiseTexts::official).orElseGet(RiseTexts::own));
    }

    /** The SHA-256 of the published texts for {@link #EXAMPLE}, by name. */
    static Map<String, String> sums() {
        return SUMS;
    }

    private static RiseTexts official(Path checkout) {
        Map<String, JudgeText> texts = new HashMap<>();
        SUMS.forEach((name, sum) -> texts.put(
                name, OfficialText.read(checkout.resolve("utils.py"), sum, PLAIN.contains(name) ? Map.of() : EXAMPLE)));
        return new RiseTexts(texts);
    }

    private static RiseTexts own() {
        Map<String, JudgeText> texts = new HashMap<>();
        SUMS.keySet().forEach(name -> texts.put(name, JudgeText.own(OwnRiseTexts.of(name))));
        return new RiseTexts(texts);
    }

    String text(String name, RiseItem item) {
        return texts.get(name)
                .render(Map.of(
                        "instruct", item.prompt(), "reference", item.reference().orElse("")));
    }
}
