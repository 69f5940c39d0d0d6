// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names of things in all languages, as the npm package {@code emojibase-data} holds them. */
final class Words {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int COMPONENTS = 2; // skin tones and hair, which are no things
    private static final int FLAGS = 9;
    /** Smileys, people and symbols: what they are filed under are moods and slang, hardly ever names. */
    private static final Set<Integer> LABEL_ONLY = Set.of(0, 1, 8);

    private static final int SHARED = 2;

    private Words() {}

    /** True for a folder of that form. */
    static boolean in(Path folder) {
        return Files.isRegularFile(file(folder, Language.EN));
    }

    /** The things by code; those that a language has no name for, parts of people and flags are left out. */
    static Map<String, Thing> read(Path folder) {
        Map<String, Map<Language, List<String>>> names = new LinkedHashMap<>();
        for (Language language : Language.values()) {
            ofLanguage(file(folder, language))
                    .forEach((code, words) -> names.computeIfAbsent(code, _ -> new EnumMap<>(Language.class))
                            .put(language, words));
        }
        Map<String, Thing> things = new LinkedHashMap<>();
        names.forEach((code, words) -> {
            if (words.size() == Language.values().length) {
                things.put(code, new Thing(code, words));
            }
        });
        return things;
    }

    private static Path file(Path folder, Language language) {
        return folder.resolve(language.code()).resolve("data.json");
    }

    /** Names by code: the label, then what few things are called. */
    private static Map<String, List<String>> ofLanguage(Path file) {
        JsonNode list = tree(file);
        Map<String, List<String>> words = new LinkedHashMap<>();
        Map<String, Integer> bearers = new HashMap<>();
        Set<String> labels = new HashSet<>();
        for (JsonNode emoji : list) {
            int group = emoji.path("group").asInt(COMPONENTS);
            String code = CodePoints.of(emoji.path("hexcode").asString("")).thing();
            String label = word(emoji.path("label").asString(""));
            if (group == COMPONENTS || group == FLAGS || code.isEmpty() || label.isEmpty()) {
                continue;
            }
            Set<String> all = new LinkedHashSet<>(List.of(label));
            if (!LABEL_ONLY.contains(group)) {
                emoji.path("tags").forEach(tag -> all.add(word(tag.asString(""))));
            }
            words.put(code, List.copyOf(all));
            all.forEach(word -> bearers.merge(word.toLowerCase(Locale.ROOT), 1, Integer::sum));
            labels.add(label.toLowerCase(Locale.ROOT));
        }
        words.replaceAll((_, all) -> names(all, bearers, labels));
        return words;
    }

    private static List<String> names(List<String> all, Map<String, Integer> bearers, Set<String> labels) {
        List<String> names = new ArrayList<>(List.of(all.getFirst()));
        for (String word : all.subList(1, all.size())) {
            String key = word.toLowerCase(Locale.ROOT);
            if (bearers.get(key) <= SHARED
                    && !labels.contains(key)
                    && word.codePoints().allMatch(c -> Character.isLetter(c) || c == ' ' || c == '-')
                    && word.codePointCount(0, word.length())
                            >= (Character.isIdeographic(word.codePointAt(0)) ? 1 : 3)) {
                names.add(word);
            }
        }
        return List.copyOf(names);
    }

    private static String word(String text) {
        return text.replace('’', '\'')
                .replace("“", "")
                .replace("”", "")
                .replace("\"", "")
                .strip();
    }

    private static JsonNode tree(Path file) {
        try {
            JsonNode list = JSON.readTree(file);
            if (!list.isArray()) {
                throw new ConfigException(file + ": expected a JSON array of emoji, as emojibase-data has it, found "
                        + list.getNodeType());
            }
            return list;
        } catch (JacksonException e) {
            throw new ConfigException(
                    file + ": expected the words of emojibase-data, cannot be read (" + e.getOriginalMessage() + ")");
        }
    }
}
