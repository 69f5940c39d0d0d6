// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import java.util.List;
import java.util.Locale;

/** Articles and plurals of English names, by rules of thumb. */
final class English {
    private static final List<String> CONSONANTS = List.of("uni", "use", "eu", "one", "ufo", "uk");
    private static final List<String> SINGULARS = List.of("ss", "us", "is");

    private English() {}

    /** {@code an apple}, {@code a unicorn}, {@code chopsticks} */
    static String withArticle(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (plural(lower)) {
            return name;
        }
        boolean vowel =
                "aeiou".indexOf(lower.charAt(0)) >= 0 && CONSONANTS.stream().noneMatch(lower::startsWith);
        return (vowel ? "an " : "a ") + name;
    }

    /** {@code apples}, {@code boxes}, {@code cherries} */
    static String plural(String name, int count) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (count == 1 || plural(lower)) {
            return name;
        }
        if (lower.endsWith("man")) {
            return name.substring(0, name.length() - 2) + "en";
        }
        if (lower.matches(".*(s|x|ch|sh)")) {
            return name + "es";
        }
        return lower.matches(".*[^aeiou]y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
    }

    private static boolean plural(String lower) {
        return lower.endsWith("s") && SINGULARS.stream().noneMatch(lower::endsWith);
    }
}
