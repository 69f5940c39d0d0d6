// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import java.util.Arrays;
import java.util.List;

/** The four files. */
enum Language {
    ENGLISH("en", "en"),
    LONG_ENGLISH("en_long", "en"),
    CHINESE("zh", "zh"),
    LONG_CHINESE("zh_long", "zh");

    /** On the command line and in names of files. */
    private final String word;
    /** In names of columns and of the judge's texts. */
    private final String code;

    Language(String word, String code) {
        this.word = word;
        this.code = code;
    }

    static Language of(String word) {
        return Arrays.stream(values())
                .filter(language -> language.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a language of %s, found %s".formatted(String.join(", ", words()), word)));
    }

    static List<String> words() {
        return Arrays.stream(values()).map(language -> language.word).toList();
    }

    String code() {
        return code;
    }

    String file() {
        return "test_prompts_" + word + ".csv";
    }

    String labels() {
        return code.equals("zh") ? "考点" : "Testpoints";
    }

    String descriptions() {
        return code.equals("zh") ? "考点对应描述" : "Testpoint Description";
    }
}
