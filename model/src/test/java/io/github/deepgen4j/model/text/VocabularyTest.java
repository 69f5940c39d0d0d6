// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void index() throws IOException {
        Files.writeString(folder.resolve("model_index.json"), "{}");
    }

    private Vocabulary of(String... lines) throws IOException {
        Files.write(folder.resolve(Vocabulary.FILE), List.of(lines));
        return Vocabulary.read(folder).orElseThrow();
    }

    @Test
    void otherWordsAreNamedOnceInLowerCase() throws IOException {
        Vocabulary vocabulary = of("# of all prompts", "", "a", "and", "red");
        assertThat(vocabulary.unknown("A cat, a red Cat and \"DOG\" \u201cowl\u201d: CAT!"))
                .containsExactly("cat");
        assertThat(vocabulary.unknown("")).isEmpty();
        assertThat(vocabulary.unknown(" ,;\n ")).isEmpty();
        assertThat(vocabulary.unknown("of")).containsExactly("of");
        assertThat(vocabulary.draws()).isEmpty();
    }

    @Test
    void phrasesGiveTheirWords() throws IOException {
        Vocabulary vocabulary = of("cat face", "St\u00e4dte", "jack-o-lantern", "o'clock");
        assertThat(vocabulary.unknown("face of a CAT, STA\u0308DTE, jack-o'-lantern at nine o\u2019clock"))
                .containsExactly("of", "a", "at", "nine");
    }

    /** Chinese has no spaces: what known words do not cover is unknown. */
    @Test
    void scriptsWithoutSpacesAreCutByTheLongestWords() throws IOException {
        Vocabulary vocabulary = of("\u732b\u8138", "\u732b", "\u7ea2\u8272", "cat");
        assertThat(vocabulary.unknown("\u7ea2\u8272\u732b\u8138")).isEmpty();
        assertThat(vocabulary.unknown("\u98de\u8247\u7ea2\u8272\u732b")).containsExactly("\u98de\u8247");
        assertThat(vocabulary.unknown("cat\u732b")).isEmpty();
        assertThat(vocabulary.unknown("dog\u732bcat")).containsExactly("dog");
        assertThat(vocabulary.unknown("\ud842\udfb7\u732b")).containsExactly("\ud842\udfb7");
    }

    @Test
    void saysWhatTheModelDraws() throws IOException {
        Files.writeString(folder.resolve("model_index.json"), "{\"draws\": \"coloured shapes\"}");
        assertThat(of("a").draws()).contains("coloured shapes");
    }

    @Test
    void foldersWithoutOneHaveNone() {
        assertThat(Vocabulary.read(folder)).isEmpty();
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        Files.write(folder.resolve(Vocabulary.FILE), "K\u00e4tzchen".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Vocabulary.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(Vocabulary.FILE)
                .hasMessageContaining("UTF-8");
    }
}
