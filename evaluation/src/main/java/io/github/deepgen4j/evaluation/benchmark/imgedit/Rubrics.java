// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.data.OfficialText;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.JsonFile;
import io.github.deepgen4j.model.files.TextFile;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/**
 * The nine texts that judges get: those of the user's copy of the official repository, which states no licence, or our
 * own wording, which asks for the same form of reply.
 */
record Rubrics(Map<EditType, String> templates) {
    static final String FIELD = "<edit_prompt>";
    /** The instruction with which the published texts were summed. */
    static final String EXAMPLE = "Add a red scarf to the dog.";

    private static final Map<Optional<Path>, Rubrics> KNOWN = new ConcurrentHashMap<>();

    private static final Map<EditType, String> SUMS = Map.of(
            EditType.REPLACE, "ccdb9b3ed9521dd18000aea1047084dd372e658b93df6e991a9b0b0c5e6a95a4",
            EditType.ADD, "fdbc0b7ae009ffc9855753444eb42b1b690d19c7f6afced2063062c78ccc689f",
            EditType.ADJUST, "2667e1fa2a2b059a0ef71d21813c22e3a7d9deabdd5467d8db061b8580241aba",
            EditType.REMOVE, "1357f535c91d77103ba8bbc2882a5eb740bd679045261eb8a3f5617ec4385d61",
            EditType.STYLE, "0794adf4299850b4a6f7ea612e08fd1ce873d52dc704ed4dd7305334197efa42",
            EditType.ACTION, "afe92e0181113168c5edc54cf034fe492e70c0b2f952fe29b77e9a797d439912",
            EditType.EXTRACT, "d703647b98055ac9b58e479b0c46f06a0d66ccc87b3360efe586d9048c21b972",
            EditType.BACKGROUND, "fd1a54b9832221782e9ae42db98886dbda09f8d84aaf84ff93bcbd7c10178969",
            EditType.COMPOSE, "59247e9e9fed48574648aed7f2299ca8748bd6b76e50924b00782d472515c2c4");

    /** @throws ConfigException if the checkout lacks the texts or has others */
    static Rubrics of(Options options) {
        return KNOWN.computeIfAbsent(
                options.checkout(), checkout -> checkout.map(Rubrics::official).orElseGet(Rubrics::own));
    }

    /** The SHA-256 of the published text of a type for the instruction {@link #EXAMPLE}. */
    static String sum(EditType type) {
        return SUMS.get(type);
    }

    private static Rubrics official(Path checkout) {
        Path file = checkout.resolve("Benchmark/Basic/prompts.json");
        JsonNode texts;
        try {
            texts = Json.read(TextFile.read(file));
        } catch (JacksonException e) {
            throw new ConfigException(file + ": " + JsonFile.reason(e), e);
        }
        Map<EditType, String> templates = new EnumMap<>(EditType.class);
        for (EditType type : EditType.values()) {
            String template = texts.path(type.word()).asString();
            String found = OfficialText.sha256(template.replace(FIELD, EXAMPLE));
            if (!found.equals(sum(type))) {
                throw new ConfigException(
                        "%s: %s expected the published text (its SHA-256 for \"%s\" is %s), found %s; take the revision"
                                        .formatted(file, type.word(), EXAMPLE, sum(type), found)
                                + " that docs/evaluation.md names");
            }
            templates.put(type, template);
        }
        return new Rubrics(templates);
    }

    private static Rubrics own() {
        Map<EditType, String> templates = new EnumMap<>(EditType.class);
        for (EditType type : EditType.values()) {
            templates.put(type, own(type));
        }
        return new Rubrics(templates);
    }

    private static String own(EditType type) {
        var text = new StringBuilder("""
            You check how well a picture was edited. You are shown the original first and then the edited picture.
            The instruction was: %s
            In this kind of edit %s.

            Give a whole number from 1 (failed) to 5 (faultless) for each of these:
            """.formatted(FIELD, type.what()));
        type.scales().forEach(scale -> text.append("- %s: %s.\n".formatted(scale.name(), scale.meaning())));
        text.append("""
            Neither the second nor the third number may be larger than the first.

            Reply in exactly this form, without any other text and without formatting:
            Brief reasoning: <at most 20 words>
            """);
        type.scales().forEach(scale -> text.append("%s: <number>\n".formatted(scale.name())));
        return text.toString();
    }

    String text(EditType type, String instruction) {
        return templates.get(type).replace(FIELD, instruction);
    }
}
