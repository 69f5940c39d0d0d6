// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    @TempDir
    private Path folder;

    /** A record of the fields that documents of this test have. */
    record Document(List<String> prompts, Inner one, Inner two) {}

    /** Numbers. */
    record Inner(int a, double b) {}

    private static Document bind(String text) {
        return new Binder(new Schema(Map.of(), Map.of(), Set.of())).bind(YamlReader.parse(text, "f"), Document.class);
    }

    @Test
    void aliasesAndMergeKeysAreResolved() {
        Document document = bind("""
            prompts: [&r a red circle, *r]
            one: &one {a: 1, b: 2}
            two:
              b: 3.5
              <<: *one
            """);
        assertThat(document.prompts()).containsExactly("a red circle", "a red circle");
        assertThat(document.two()).isEqualTo(new Inner(1, 3.5));
        assertThat(bind("{prompts: [], one: &x {a: 1, b: 1}, two: {<<: [{a: 7}, *x]}}")
                        .two())
                .isEqualTo(new Inner(7, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1;b: 2;a: 3 | f:3: a is given twice, first in line 1",
                "a: 1;b: {c: 1, c: 2} | f:2: c is given twice, first in line 2",
                "a:;  <<: {b: 1};  <<: {c: 1} | f:3: << is given twice, first in line 2",
                "a: 1;<<: 2 | f:2: << expected an alias of fields, found 2",
                "a: [*star] | f:1: *star refers to &star, which does not stand before it;",
                "a: !bang x | f:1: tags such as !bang have no meaning here;",
                "a: !!python/object x | f:1: tags such as !!python/object have no meaning",
                "a: 1;---;b: 2 | f:2: expected one document, found a second one",
                "a: &a [*a] | f:1: an alias stands inside of what it names",
                "a:;\tb: 1 | f:2: not valid YAML: found character",
                "a: b: c | f:1: not valid YAML: mapping values are not allowed here",
                "a: {b: 1 | f:1: not valid YAML: expected ',' or '}'",
                "a: x\u0001x | f:1: not valid YAML: character U+0001",
                "? [a];: 1 | f:1: expected the name of a field, found a list",
            })
    void whatIsNoPlainDocumentIsRefusedWithItsLine(String text, String message) {
        String document = text.replace(';', '\n').replace("\\t", "\t");
        assertThatThrownBy(() -> YamlReader.parse(document, "f"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void sizeAndDepthAreBounded() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 25; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> YamlReader.parse(laughs.toString(), "f"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected at most 50000 values");
        for (String deep : List.of("[".repeat(200_000), "{a: ".repeat(200_000), "- ".repeat(200_000))) {
            assertThatThrownBy(() -> YamlReader.parse(deep, "f"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("expected at most 40 levels");
        }
    }

    @Test
    void bytesAreUtf8() throws IOException {
        Path file = folder.resolve("f.yaml");
        Files.writeString(file, "\uFEFFa: \u732b");
        YamlNode.Mapping document = (YamlNode.Mapping) YamlReader.read(file);
        assertThat(document.fields().get("a").found()).isEqualTo("\u732b");
        for (byte[] other : List.of(
                "a: 1".getBytes(StandardCharsets.UTF_16),
                "a: 1".getBytes(StandardCharsets.UTF_16LE),
                "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1))) {
            Files.write(file, other);
            assertThatThrownBy(() -> YamlReader.read(file))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(file + ": expected text in UTF-8, found ");
        }
        assertThatThrownBy(() -> YamlReader.read(folder)).hasMessageEndingWith("expected a file, found a folder");
        Files.write(file, new byte[2 << 20]);
        assertThatThrownBy(() -> YamlReader.read(file)).hasMessageContaining("at most 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | f:1: expected fields prompts, one, two, found nothing",
                "'# comment' | f:1: expected fields prompts, one, two, found nothing",
                "[] | f:1: expected fields prompts, one, two, found a list",
                "abc | f:1: expected fields prompts, one, two, found abc",
                "prompts: | f:1: prompts expected a list such as [a, b], found nothing",
                "{prompts: [a, ~]} | f:1: prompts.1 expected text, found nothing",
                "{prompts: [], one:} | f:1: one expected fields a, b, found nothing",
                "{prompts: [], one: {a: 1}} | f:1: one.b is missing; expected a number",
                "{promts: []} | f:1: promts is unknown; did you mean prompts?",
                "{prompts: [], x1y2z3: 1} | f:1: x1y2z3 is unknown; expected one of prompts, one, two",
            })
    void anythingButTheFieldsIsRefused(String text, String message) {
        assertThatThrownBy(() -> bind(text)).isInstanceOf(ConfigException.class).hasMessage(message);
    }
}
