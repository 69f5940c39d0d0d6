// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepgen4j.evaluation.data.Levenshtein;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The reward of the text that is read in a picture (spec/rl.md section 7.3). The settings apart from the formula are
 * those of the new one.
 *
 * @param caseSensitive whether a capital letter differs from a small one
 * @param ignorePunctuation only A to Z, a to z and digits count
 * @param ngramMax most neighbouring lines that may be read as one
 * @param foldConfusions characters that readers confuse count as equal
 * @param minConfidence lines below it are left out
 */
public record OcrRules(
        @JsonProperty(defaultValue = "new") Formula formula,
        @JsonProperty(defaultValue = "true") boolean caseSensitive,
        @JsonProperty(defaultValue = "true") boolean ignorePunctuation,
        @JsonProperty(defaultValue = "3") int ngramMax,
        @JsonProperty(defaultValue = "true") boolean foldConfusions,
        @JsonProperty(defaultValue = "0") double minConfidence) {
    /** The two formulas. */
    public enum Formula {
        /** Of Flow-GRPO: the text between the first two quotes, anywhere in all that is read. */
        OLD,
        /** All texts in quotes, each against single lines and runs of lines. */
        NEW;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The published settings of the new formula. */
    public static final OcrRules USUAL = new OcrRules(Formula.NEW, true, true, 3, true, 0);

    public OcrRules {
        require(ngramMax >= 1, "ngram_max", "1 or more", ngramMax);
        require(minConfidence >= 0 && minConfidence <= 1, "min_confidence", "0 to 1", minConfidence);
    }

    /** The reward, 0..1, of what was read in a picture of a prompt; 0 for a prompt that asks for no text. */
    double reward(String prompt, Reply.Lines read) {
        return formula == Formula.OLD ? oldReward(prompt, read) : newReward(prompt, read);
    }

    private static double confidence(Reply.Lines read, int line) {
        return read.confidences().isEmpty() ? 1 : read.confidences().get(line);
    }

    // ---- old ----

    /** The text that the old formula looks for; empty for a prompt that asks for none. */
    static Optional<String> oldTarget(String prompt) {
        String[] parts = prompt.split("\"", -1);
        return parts.length < 2
                ? Optional.empty()
                : Optional.of(squeezed(parts[1])).filter(target -> !target.isEmpty());
    }

    private static String squeezed(String text) {
        return text.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private static double oldReward(String prompt, Reply.Lines read) {
        Optional<String> target = oldTarget(prompt);
        if (target.isEmpty()) {
            return 0;
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < read.lines().size(); i++) {
            all.append(confidence(read, i) > 0 ? read.lines().get(i) : "");
        }
        String recognised = squeezed(all.toString());
        int length = length(target.get());
        int distance = recognised.contains(target.get())
                ? 0
                : Math.min(Levenshtein.distance(recognised, target.get()), length);
        return 1 - distance / (double) length;
    }

    // ---- new ----

    private double newReward(String prompt, Reply.Lines read) {
        Set<String> candidates = candidates(read);
        double sum = 0;
        int letters = 0;
        for (String segment : Prompt.quoted(prompt)) {
            String target = normal(segment);
            int length = length(target);
            if (length > 0) {
                sum += length * (1 - distance(target, candidates) / (double) length);
                letters += length;
            }
        }
        return letters == 0 ? 0 : sum / letters;
    }

    private int distance(String target, Set<String> candidates) {
        int least = length(target);
        for (String candidate : candidates) {
            least = Math.min(least, Levenshtein.distance(candidate, target));
            if (foldConfusions) {
                least = Math.min(least, Levenshtein.distance(folded(candidate), folded(target)));
            }
        }
        return least;
    }

    /** Each line, each run of lines, and all together. */
    private Set<String> candidates(Reply.Lines read) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < read.lines().size(); i++) {
            if (confidence(read, i) >= minConfidence) {
                lines.add(normal(read.lines().get(i)));
            }
        }
        Set<String> candidates = new LinkedHashSet<>();
        for (int run = 1; run <= Math.min(ngramMax, lines.size()); run++) {
            for (int i = 0; i + run <= lines.size(); i++) {
                candidates.add(String.join("", lines.subList(i, i + run)));
            }
        }
        candidates.add(String.join("", lines));
        return candidates;
    }

    private String normal(String text) {
        String kept = text.replaceAll("(?U)\\s", "");
        if (ignorePunctuation) {
            kept = kept.replaceAll("[^A-Za-z0-9]", "");
        }
        return caseSensitive ? kept : kept.toLowerCase(Locale.ROOT);
    }

    private static String folded(String text) {
        return text.replace('0', 'o')
                .replace('1', 'l')
                .replace('i', 'l')
                .replace('j', 'l')
                .replace('5', 's')
                .replace('v', 'w');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
