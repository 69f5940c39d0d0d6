// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.task.Kind;
import io.github.deepgen4j.training.yaml.Binder;
import io.github.deepgen4j.training.yaml.YamlNode;
import io.github.deepgen4j.training.yaml.YamlReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every record of configurations: absent, null, of another type, out of its range. */
class TrainConfigMutationTest {
    private static final Path CONFIGS = Path.of("../configs");
    private static final String SOURCES = "objective.data.files={groups: [{repeats: 1, batch: 2, sources: ["
            + "{format: folder, data_path: d}, {format: caption, data_path: d, image_folder: i, cap_folder: c},"
            + "{format: t2i_sft, data_path: d, image_folder: i}, {format: webdataset, data_path: d, references: [x]},"
            + "{format: parquet, data_path: d}, {format: arrow, data_path: d}]},"
            + "{repeats: 1, batch: 2, sources: [{format: edit, data_path: d, image_folder: i},"
            + "{format: reconstruct, data_path: d, image_folder: i}]}]}";

    /** Numbers that may be anything. */
    private static final Set<String> FREE = Set.of("seed", "objective.density.mean", "objective.density.scale");

    @TempDir
    private Path folder;

    static Stream<Arguments> configurations() {
        String edits = "objective.samples.edits=[{image: cat.png, prompt: as a drawing}]";
        String mlflow = "mlflow={uri: 'http://localhost:5000', experiment: e}";
        String heldOut = "objective.validation={batches: 3, data: {type: shapeworld, scenes: {weights: {colour: 1}},"
                + " repeats: 0, batch: 1, unconditional: 0}}";
        return Stream.of(
                Arguments.of(
                        "smoke.yaml",
                        List.of(edits, mlflow, heldOut, "objective.density={type: logit_normal, mean: 0, std: 1}")),
                Arguments.of("smoke.yaml", List.of("objective.density={type: mode, scale: 1.29}")),
                Arguments.of("nano-finetune.yaml", List.of(SOURCES, "objective.cache=cache")),
                Arguments.of("nano-t2i.yaml", List.of()),
                Arguments.of("nano-vae.yaml", List.of()),
                Arguments.of("nano-vlm.yaml", List.of()),
                Arguments.of("nano-plan.yaml", List.of()));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyFieldIsRefusedByNameAndPlace(String name, List<String> overrides) throws IOException {
        TrainConfig config = TrainConfigFile.read(CONFIGS.resolve(name), overrides);
        Path file = Files.writeString(folder.resolve("config.yaml"), TrainConfigFile.write(config));
        assertThat(TrainConfigFile.read(file, List.of())).isEqualTo(config);
        Map<String, Class<?>> fields = new LinkedHashMap<>();
        Set<String> mayBeAbsent = new java.util.HashSet<>();
        Set<String> mayBeNull = new java.util.HashSet<>();
        walk("", config, fields, mayBeAbsent, mayBeNull);
        assertThat(fields).hasSizeGreaterThan(30);
        fields.forEach((path, type) -> {
            if (!mayBeAbsent.contains(path)) {
                assertRefused(file, path, mutated(file, path, null));
            }
            if (!mayBeNull.contains(path)) {
                assertRefused(file, path, mutated(file, path, new YamlNode.Scalar("", false, null)));
                Throwable set = catchThrowable(() -> TrainConfigFile.read(file, List.of(path + "=null")));
                assertThat(set)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageStartingWith("--set " + path + "=null: " + path + " expected ")
                        .hasMessageEndingWith("found nothing");
            }
            wrong(path, type).forEach(value -> assertRefused(file, path, mutated(file, path, value)));
            assertUnknown(file, path + "x");
        });
    }

    private static void walk(
            String path, Object value, Map<String, Class<?>> fields, Set<String> mayBeAbsent, Set<String> mayBeNull) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "." + i, list.get(i), fields, mayBeAbsent, mayBeNull);
            }
        } else if (value instanceof Record record) {
            for (Class<?> each : record.getClass().getInterfaces()) {
                JsonTypeInfo choice = each.getAnnotation(JsonTypeInfo.class);
                if (choice != null) {
                    fields.put(join(path, choice.property()), Kind.class); // a name out of several
                    if (choice.defaultImpl() == record.getClass()) {
                        mayBeAbsent.add(join(path, choice.property()));
                    }
                }
            }
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                String name = join(
                        path, component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT));
                Object inner = valueOf(component, record);
                if (inner == null) {
                    continue;
                }
                fields.put(name, component.getType());
                JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
                if (property != null) {
                    mayBeAbsent.add(name);
                }
                if (property != null && property.defaultValue().equals("null")) {
                    mayBeNull.add(name);
                }
                walk(name, inner, fields, mayBeAbsent, mayBeNull);
            }
        }
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static List<YamlNode> wrong(String path, Class<?> type) {
        List<YamlNode> values = new ArrayList<>();
        if (type != List.class) {
            values.add(new YamlNode.Sequence(List.of(), null));
        }
        if (!type.isRecord() && !type.isInterface() || type == List.class || type == Kind.class) {
            values.add(new YamlNode.Mapping(Map.of(), null));
        }
        if (type == int.class || type == long.class || type == double.class || type == boolean.class) {
            Stream.of(
                            "abc",
                            "8k",
                            "1e999",
                            "-1e999",
                            ".nan",
                            "NaN",
                            "Infinity",
                            "0x10",
                            "1d",
                            "12 px",
                            "1,5",
                            "99999999999999999999999.5")
                    .filter(text -> type != double.class || !text.startsWith("999"))
                    .forEach(text -> values.add(text(text)));
            if (!FREE.contains(path)) {
                values.add(text("-1000000"));
            }
        }
        if (type == int.class || type == long.class) {
            Stream.of("2.5", "99999999999999999999").forEach(text -> values.add(text(text)));
        }
        boolean words = type == String.class || type == Path.class;
        if (!words && !type.isPrimitive()) {
            values.add(text("zoom"));
        }
        return values;
    }

    private static YamlNode text(String text) {
        return new YamlNode.Scalar(text, false, null);
    }

    private static YamlNode mutated(Path file, String path, YamlNode value) {
        YamlNode root = YamlReader.read(file);
        YamlNode at = root;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            at = at instanceof YamlNode.Sequence list
                    ? list.items().get(Integer.parseInt(names[i]))
                    : ((YamlNode.Mapping) at).fields().get(names[i]);
        }
        Map<String, YamlNode> fields = ((YamlNode.Mapping) at).fields();
        String last = names[names.length - 1];
        YamlNode old = fields.remove(last);
        if (value != null) {
            fields.put(
                    last,
                    switch (value) {
                        case YamlNode.Scalar scalar -> new YamlNode.Scalar(scalar.text(), false, old.place());
                        case YamlNode.Sequence list -> new YamlNode.Sequence(list.items(), old.place());
                        case YamlNode.Mapping mapping -> new YamlNode.Mapping(mapping.fields(), old.place());
                    });
        }
        return root;
    }

    private static void assertRefused(Path file, String path, YamlNode document) {
        Throwable refusal = catchThrowable(() -> new Binder(ConfigTypes.SCHEMA).bind(document, TrainConfig.class));
        assertThat(refusal).as(path).isInstanceOf(ConfigException.class);
        assertThat(refusal.getMessage())
                .matches("\\Q" + file + "\\E:\\d+: \\Q" + path
                        + "\\E (expected .*, found .*|is missing; expected .*|names a file: .*)")
                .doesNotContain("Exception", "io.github", "java.");
    }

    private static void assertUnknown(Path file, String path) {
        assertThat(catchThrowable(() -> TrainConfigFile.read(file, List.of(path + "=1"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(path + " is unknown; did you mean ");
    }

    @Test
    void textsAreWrittenSoThatTheyAreReadAgain() throws IOException {
        List<String> prompts = List.of(
                "*star",
                "!bang",
                "a # b",
                "a: b",
                "null",
                "~",
                "",
                " blank ",
                "yes",
                "1_000",
                "1e3",
                "'",
                "\"",
                "a'b\"c",
                "- x",
                "[a",
                "{b",
                "a, b",
                "%c",
                "@d",
                "`e",
                "|",
                ">",
                "two\nlines\n",
                "\ttab",
                "#",
                "---",
                "...",
                "<<",
                "ü猫\u00a0",
                "back\\slash",
                "trailing\n\n",
                "? q",
                "=",
                "\u0001",
                "\ud83d\ude00");
        String list =
                prompts.stream().map(TrainConfigMutationTest::quoted).toList().toString();
        TrainConfig config =
                TrainConfigFile.read(CONFIGS.resolve("smoke.yaml"), List.of("objective.samples.prompts=" + list));
        Path file = Files.writeString(folder.resolve("config.yaml"), TrainConfigFile.write(config));
        assertThat(TrainConfigFile.read(file, List.of())).isEqualTo(config);
        assertThat(TrainConfigFile.write(config)).isEqualTo(Files.readString(file));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return quoted.append('"').toString();
    }
}
