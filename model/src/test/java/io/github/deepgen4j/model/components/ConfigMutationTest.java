// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every field of every configuration file takes every value that it should not have. */
class ConfigMutationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path GOLDEN = Path.of(System.getProperty("deepgen.golden"), "tiny");
    private static final List<String> FILES = List.of(
            "model_index.json",
            "vlm/config.json",
            "connector/config.json",
            "transformer/config.json",
            "vae/config.json",
            "scheduler/scheduler_config.json");
    private static final List<String> VALUES = List.of(
            "null",
            "0",
            "-1",
            "1000000000",
            "2147483648",
            "9223372036854775808",
            "1.5",
            "1e999",
            "-1e999",
            "\"\"",
            "\"x\"",
            "[]",
            "[0]",
            "[1e999]",
            "[2147483648]",
            "{}",
            "true",
            "false");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (String file : FILES) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(GOLDEN.resolve(file), folder.resolve(file));
        }
    }

    static Stream<String> files() {
        return FILES.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyValueOfEveryFieldIsTakenOrRefusedByName(String file) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(GOLDEN.resolve(file).toFile());
        mutate(file, root, root);
    }

    private void mutate(String file, ObjectNode root, ObjectNode section) throws IOException {
        for (String field : List.copyOf(section.propertyNames())) {
            JsonNode intact = section.get(field);
            if (intact instanceof ObjectNode inner) {
                mutate(file, root, inner);
            }
            for (String value : VALUES) {
                // 1e999 is no value of a node, so it is put into the text
                section.put(field, "@@");
                Files.writeString(folder.resolve(file), root.toString().replace("\"@@\"", value));
                read(file, field, value);
            }
            section.remove(field);
            Files.writeString(folder.resolve(file), root.toString());
            read(file, field, "nothing");
            section.set(field, intact);
        }
        Files.writeString(folder.resolve(file), root.toString());
    }

    private void read(String file, String field, String value) {
        try {
            ModelConfig.read(folder).manifests();
        } catch (ConfigException e) {
            assertThat(e.getMessage())
                    .as("%s: %s = %s", file, field, value)
                    .contains(".json")
                    .doesNotContain("\n")
                    .doesNotContain("Exception")
                    .hasSizeLessThan(400);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(file + ": " + field + " = " + value + " gives " + e, e);
        }
    }

    @Test
    void fieldsGivenTwiceAreRefused() throws IOException {
        for (String file : FILES) {
            String text = Files.readString(GOLDEN.resolve(file));
            String field = JSON.readTree(text).propertyNames().iterator().next();
            Files.writeString(folder.resolve(file), text.replaceFirst("\\{", "{\"" + field + "\": 1, "));
            assertThatThrownBy(() -> ModelConfig.read(folder))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining(field);
            Files.writeString(folder.resolve(file), text);
        }
    }

    @Test
    void filesThatAreNoJsonAreRefusedByName() throws IOException {
        List<String> contents = List.of(
                "",
                "null",
                "[]",
                "3",
                "{",
                "{}}",
                "{\"a\": 1} {}",
                "\u0000",
                "version https://git-lfs.github.com/spec/v1\n",
                "<!DOCTYPE html><html>");
        for (String file : FILES) {
            String intact = Files.readString(folder.resolve(file));
            for (String content : contents) {
                Files.writeString(folder.resolve(file), content);
                assertThatThrownBy(() -> ModelConfig.read(folder))
                        .as("%s: %s", file, content)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining(file)
                        .message()
                        .doesNotContain("\n")
                        .doesNotContain("REDACTED")
                        .doesNotContain("No location");
            }
            Files.writeString(folder.resolve(file), intact);
        }
    }
}
