// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns byte-level BPE merges from a corpus: words are cut by Qwen2's pattern, bytes become GPT-2's printable
 * characters, and the most frequent neighbouring pair is merged again and again (Sennrich et al., 2016). Ties go to the
 * pair that sorts first, so the result depends on the corpus alone.
 */
public final class BpeTrainer {
    /** Qwen2's split pattern (spec/model.md section 2.1). */
    static final String SPLIT =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Pattern WORDS = Pattern.compile(SPLIT, Pattern.UNICODE_CHARACTER_CLASS);

    private record Pair(String left, String right) {}

    private BpeTrainer() {}

    /** A vocabulary (token to id: 256 bytes, then one for each merge) and its merges in order of rank. */
    public record Vocabulary(Map<String, Integer> tokens, List<List<String>> merges) {}

    /** At most {@code merges} merges; fewer when no pair occurs twice. */
    public static Vocabulary train(Iterable<String> corpus, int merges) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : corpus) {
            Matcher matcher = WORDS.matcher(text);
            while (matcher.find()) {
                counts.merge(matcher.group(), 1, Integer::sum);
            }
        }
        List<List<String>> words = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        counts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            words.add(new ArrayList<>(byteCharacters(entry.getKey())
                    .chars()
                    .mapToObj(c -> String.valueOf((char) c))
                    .toList()));
            weights.add(entry.getValue());
        });
        Map<String, Integer> tokens = new LinkedHashMap<>();
        for (int b = 0; b < 256; b++) {
            tokens.put(String.valueOf(character(b)), tokens.size());
        }
        List<List<String>> learned = new ArrayList<>();
        while (learned.size() < merges) {
            Map.Entry<Pair, Integer> best = mostFrequent(words, weights);
            if (best == null || best.getValue() < 2) {
                break;
            }
            Pair pair = best.getKey();
            words.forEach(word -> merge(word, pair));
            tokens.putIfAbsent(pair.left() + pair.right(), tokens.size());
            learned.add(List.of(pair.left(), pair.right()));
        }
        return new Vocabulary(tokens, learned);
    }

    private static Map.Entry<Pair, Integer> mostFrequent(List<List<String>> words, List<Integer> weights) {
        Map<Pair, Integer> pairs = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            List<String> word = words.get(i);
            for (int j = 0; j + 1 < word.size(); j++) {
                pairs.merge(new Pair(word.get(j), word.get(j + 1)), weights.get(i), Integer::sum);
            }
        }
        return pairs.entrySet().stream()
                .max(Map.Entry.<Pair, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry::getKey,
                                Comparator.comparing(Pair::left)
                                        .thenComparing(Pair::right)
                                        .reversed()))
                .orElse(null);
    }

    private static void merge(List<String> word, Pair pair) {
        for (int j = 0; j + 1 < word.size(); j++) {
            if (word.get(j).equals(pair.left()) && word.get(j + 1).equals(pair.right())) {
                word.set(j, pair.left() + pair.right());
                word.remove(j + 1);
            }
        }
    }

    private static String byteCharacters(String word) {
        StringBuilder text = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            text.append(character(b & 0xff));
        }
        return text.toString();
    }

    /** GPT-2's table: printable Latin-1 stands for itself, all other bytes for 256 and up, in order. */
    private static char character(int value) {
        if (printable(value)) {
            return (char) value;
        }
        int before = 0;
        for (int b = 0; b < value; b++) {
            before += printable(b) ? 0 : 1;
        }
        return (char) (256 + before);
    }

    private static boolean printable(int value) {
        return value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae && value <= 0xff;
    }
}
