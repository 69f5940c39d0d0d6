// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    /** A record with fields of most types. */
    record Document(
            List<String> prompts,
            @JsonProperty(defaultValue = "{}") Inner inner,
            @JsonProperty(defaultValue = "null") String note) {}

    /** Numbers with defaults. */
    record Inner(
            @JsonProperty(defaultValue = "1") int a,
            @JsonProperty(defaultValue = "2") double b) {}

    private static Document set(String... overrides) {
        Binder binder = new Binder(new Schema(Map.of(), Map.of(), Set.of()));
        YamlNode.Mapping document = (YamlNode.Mapping) YamlReader.parse("prompts: [&x one, *x]", "f");
        for (String override : overrides) {
            new Overrides(binder, "--set").apply(document, Document.class, override);
        }
        return binder.bind(document, Document.class);
    }

    /** Quotes of the shell are gone here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "*star | *star",
                "!bang | !bang",
                "a # b | a # b",
                "a: b | a: b",
                "[a] | [a]",
                "a=b | a=b",
                "8 | 8",
                "'quoted # text' | quoted # text",
                "\"a\\tb\" | a\tb",
                "'' | ``",
                "'null' | null",
                "\"a\" and \"b\" | \"a\" and \"b\"",
                "it's | it's",
                "'t was | 't was",
            })
    void textStandsForItself(String value, String meant) {
        assertThat(set("prompts.1=" + value, "note=" + value))
                .isEqualTo(new Document(
                        List.of("one", meant.replace("\\t", "\t")), new Inner(1, 2), meant.replace("\\t", "\t")));
    }

    @Test
    void listsAndFieldsAreYamlAndWhatIsLeftOutCanBeSet() {
        assertThat(set("prompts=[a, 'b, c', \"d\"]", "inner={b: 7}", "inner.a=3", "note=x", "note=null"))
                .isEqualTo(new Document(List.of("a", "b, c", "d"), new Inner(3, 7), null));
        assertThat(set("inner.b=1e-3").inner()).isEqualTo(new Inner(1, 1e-3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompts.2=x | prompts.2 expected the number of an entry, from 0, of 2 in the list, found 2",
                "prompts.-1=x | prompts.-1 expected the number of an entry, from 0, of 2 in the list, found -1",
                "prompts.0.a=x | prompts.0 has no fields, since prompts.0 is one",
                "prompts=a | prompts expected a list such as [a, b], found a",
                "prompts=[*x] | *x refers to &x, which does not stand before it; text that begins with * needs quotes",
                "inner={a: 1, a: 2} | a is given twice",
                "inner.c=1 | inner.c is unknown; expected one of a, b",
                "iner.a=1 | iner is unknown; did you mean inner?",
                "inner.a=null | inner.a expected a whole number of at most 2147483647, found nothing",
                "inner.a= | inner.a expected a whole number of at most 2147483647, found nothing",
                "inner.a=8 # few | inner.a expected a whole number of at most 2147483647, found 8 # few",
                "inner=null | inner expected fields a, b, found nothing",
                "inner | expected field=value",
                "=1 | expected field=value",
            })
    void errorsNameTheOptionAndTheField(String override, String message) {
        assertThatThrownBy(() -> set(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--set " + override + ": " + message);
    }
}
