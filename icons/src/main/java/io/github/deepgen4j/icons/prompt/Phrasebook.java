// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import io.github.deepgen4j.icons.set.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The phrases of one language, read from {@code LANGUAGE.json} beside this class. Templates name things as {@code {1}},
 * {@code {a1}} with an article and {@code {p1}} in the plural, and all else by its word.
 *
 * @param grounds of each colour: beside the word background, and alone
 * @param styles words by prefix of a set
 * @param tones skin tones from light to dark
 * @param ground templates of what follows a prompt to name its background
 * @param style templates of what follows a prompt to name its style
 * @param kinds templates by kind of sample
 */
record Phrasebook(
        Map<String, List<String>> grounds,
        Map<String, String> styles,
        List<String> numbers,
        List<String> tones,
        Map<String, String> relations,
        Map<String, String> places,
        List<String> ground,
        List<String> style,
        Map<String, List<String>> kinds) {
    private static final Map<Language, Phrasebook> ALL = readAll();

    static Phrasebook of(Language language) {
        return ALL.get(language);
    }

    private static Map<Language, Phrasebook> readAll() {
        Map<Language, Phrasebook> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            String name = language.code() + ".json";
            try (InputStream stream = Phrasebook.class.getResourceAsStream(name)) {
                all.put(language, new JsonMapper().readValue(stream, Phrasebook.class));
            } catch (IOException e) {
                throw new UncheckedIOException(name + ": cannot be read", e);
            }
        }
        return all;
    }
}
