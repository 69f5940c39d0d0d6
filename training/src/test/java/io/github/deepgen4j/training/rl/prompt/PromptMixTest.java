// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptMixTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private PromptMix mix(String mode, String... sources) {
        String text = "sampling_mode: " + mode + "\ndatasets:\n";
        for (String source : sources) {
            text += "  - {" + source + "}\n";
        }
        return PromptMix.open(PromptMixFile.read(write("mix.yaml", text)), 7);
    }

    private String file(String name, int count, double weight) {
        write(
                name + ".txt",
                String.join(
                        "\n", IntStream.range(0, count).mapToObj(i -> name + i).toList()));
        return "name: %s, path: %s.txt, sample_weight: %s, rewards: [{clip_sim: 0.3}, {ocr: 0.7}]"
                .formatted(name, name, weight);
    }

    @Test
    void theMixIsReadAsPublished() {
        PromptMix mix = mix("sample_proportional", file("a", 3, 3), file("b", 3, 1), file("c", 5, 2));
        assertThat(mix.size()).isEqualTo(11);
        assertThat(mix.rewards()).containsExactly("clip_sim", "ocr");
        assertThat(mix.datasetShares()).containsExactly(9 / 22.0, 3 / 22.0, 10 / 22.0);
        Prompt prompt = mix.prompt(0);
        assertThat(prompt.rewards()).containsExactly(Map.entry("clip_sim", 0.3), Map.entry("ocr", 0.7));
    }

    @ParameterizedTest
    @CsvSource({
        "sample_proportional, 3, 1, 0.75",
        "weight_only, 3, 1, 0.75",
        "weight_only, 1, 1, 0.5",
        "sample_proportional, 9, 1, 0.9"
    })
    void dataSetsAreDrawnAsOftenAsTheirWeightsSay(String mode, double first, double second, double share) {
        PromptMix mix = mix(mode, file("a", 40, first), file("b", 40, second));
        assertThat(drawnFrom(mix, "a", 4000)).isCloseTo(share, within(0.03));
    }

    @Test
    void weightOnlyWithEqualWeightsIgnoresSizes() { // B22
        assertThat(drawnFrom(mix("weight_only", file("a", 90, 1), file("b", 10, 1)), "a", 4000))
                .isCloseTo(0.5, within(0.03));
        assertThat(drawnFrom(mix("sample_proportional", file("a", 90, 1), file("b", 10, 1)), "a", 4000))
                .isCloseTo(0.9, within(0.001));
    }

    private static double drawnFrom(PromptMix mix, String dataset, int draws) {
        return prompts(mix, 0, draws).stream()
                        .filter(prompt -> prompt.dataset().equals(dataset))
                        .count()
                / (double) draws;
    }

    @Test
    void everyEpochHasAnOrderOfItsOwn() { // B23
        PromptMix plain = mix("sample_proportional", file("a", 12, 1));
        PromptMix weighted = mix("weight_only", file("a", 6, 3), file("b", 6, 1));
        for (PromptMix mix : List.of(plain, weighted)) {
            List<String> first = texts(mix, 0, 12);
            List<String> second = texts(mix, 12, 12);
            assertThat(second).isNotEqualTo(first);
            assertThat(texts(mix, 0, 12)).isEqualTo(first);
        }
        assertThat(texts(plain, 36, 12)).doesNotHaveDuplicates();
    }

    @Test
    void aPromptDependsOnItsNumberAlone() {
        PromptMix mix = mix("weight_only", file("a", 30, 3), file("b", 20, 1));
        List<String> all = texts(mix, 0, 200);
        for (int number : new int[] {150, 3, 60, 60, 199}) {
            assertThat(mix.prompt(number).text()).isEqualTo(all.get(number));
        }
        PromptMix again = PromptMix.open(PromptMixFile.read(folder.resolve("mix.yaml")), 7);
        assertThat(texts(again, 100, 100)).isEqualTo(all.subList(100, 200));
        PromptMix other = PromptMix.open(PromptMixFile.read(folder.resolve("mix.yaml")), 8);
        assertThat(texts(other, 0, 200)).isNotEqualTo(all);
    }

    private static List<Prompt> prompts(PromptMix mix, int first, int count) {
        return IntStream.range(first, first + count).mapToObj(mix::prompt).toList();
    }

    private static List<String> texts(PromptMix mix, int first, int count) {
        return prompts(mix, first, count).stream().map(Prompt::text).toList();
    }

    @Test
    void shapeWorldGivesPromptsOfItsTrainingHalfOnly() {
        String kinds = "weights: {colour: 1, two: 1, text: 2}, rewards: [{shapeworld: 0.7}, {shapeworld_text: 0.3}]";
        PromptMix mix = mix("sample_proportional", "type: shapeworld, count: 400, " + kinds);
        Set<String> trained = new HashSet<>();
        Map<Kind, Integer> drawn = new HashMap<>();
        for (Prompt prompt : prompts(mix, 0, 400)) {
            Origin.World world = (Origin.World) prompt.origin();
            assertThat(world.task().prompt()).isEqualTo(prompt.text());
            trained.add(prompt.text());
            drawn.merge(world.task().kind(), 1, Integer::sum);
        }
        assertThat(drawn.get(Category.TEXT)).isBetween(160, 240);
        var random = Choices.random(3);
        for (Kind kind : drawn.keySet()) {
            for (int i = 0; i < 100; i++) {
                assertThat(trained)
                        .doesNotContain(
                                ExampleSet.draw(kind, Split.HELD_OUT, random).prompt());
            }
        }
        assertThat(mix.remarks())
                .anyMatch(line -> line.matches(
                        "prompts: \\d+ of 400 of shapeworld have no text in double quotes; shapeworld_text is"
                                + " 0 for these"));
    }

    @Test
    void parquetGivesAColumnOfPromptsOrCaptions() {
        PromptMix mix = mix("sample_proportional", table("prompts.parquet"));
        assertThat(texts(mix, 0, 3)).containsExactlyInAnyOrder("a cat", "a sign \"Hi\"", "zwei Äpfel");
        assertThatThrownBy(() -> mix("sample_proportional", table("zstd.parquet")))
                .hasMessageContaining("zstd.parquet[5]: column caption expected a text, found nothing");
    }

    private static String table(String name) {
        return "name: t, path: %s, rewards: [{clip_sim: 1}]"
                .formatted(Path.of("../testdata/tables", name).toAbsolutePath().normalize());
    }

    @Test
    void promptsWithoutQuotedTextAreCounted() {
        write("q.txt", "a sign \"Hi\"\nno quotes\nempty \"\"\ncurly \u201cHi\u201d\n");
        PromptMix mix = mix("sample_proportional", "name: q, path: q.txt, rewards: [{ocr: 1}]");
        assertThat(mix.remarks())
                .containsExactly(
                        "prompts: q has 4, 100.0 % of draws",
                        "prompts: 3 of 4 of q have no text in double quotes; ocr is 0 for these");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", ".nan", "1e12"})
    void aRewardWithoutWeightIsRefused(String weight) {
        write("p.txt", "x");
        assertThatThrownBy(() -> mix(
                        "weight_only", "name: p, path: p.txt, rewards: [{clip_sim: 1}, {ocr: %s}]".formatted(weight)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mix.yaml:3: datasets.0.rewards")
                .hasMessageMatching("(?s).*(more than 0|a number).*, found.*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: p, path: p.txt, rewards: [{clip_simm: 1}] | datasets.0.rewards.0.clip_simm is unknown; did you"
                        + " mean clip_sim?",
                "name: p, path: p.txt, rewards: [] | datasets.0.rewards expected a list such as",
                "name: p, path: p.txt, rewards: [{ocr: 1}, {ocr: 2}] | datasets.0.rewards expected ocr once",
                "name: p, path: p.txt, rewards: [{shapeworld: 1}] | datasets.0.rewards expected no shapeworld for"
                        + " prompts of a file",
                "name: p, path: p.txt, rewards: [{ocr: 1}], sample_weight: 0 | datasets.0.sample_weight expected more"
                        + " than 0",
                "name: p, pathe: p.txt, rewards: [{ocr: 1}] | datasets.0.pathe is unknown; did you mean path?",
                "type: shapeworld, weights: {two: 1}, split: held-out, rewards: [{shapeworld: 1}] | datasets.0.split"
                        + " expected train",
                "type: shapeworld, weights: {edit_add: 1}, rewards: [{shapeworld: 1}] | datasets.0.weights expected"
                        + " kinds of prompts",
                "type: shapewrld, weights: {two: 1}, rewards: [{shapeworld: 1}] | datasets.0.type expected one of"
                        + " file, shapeworld"
            })
    void wrongSourcesAreRefusedWithTheirPlace(String source, String message) {
        write("p.txt", "x");
        assertThatThrownBy(() -> mix("weight_only", source))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mix.yaml:3: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.txt | | none.txt: expected a file of prompts, found nothing",
                "e.txt | ' \n\t\n' | e.txt: expected at least one prompt, found none",
                "e.csv | a | e.csv: expected a file of prompts ending in .txt, .jsonl or .parquet",
                "e.jsonl | '{\"prompt\": \"a\"}\n\n"
                        + "{\"prompt\": \"b\"}' | e.jsonl:2: expected a JSON object, found a blank line",
                "e.jsonl | '{\"prompt\": \"a\"}\n{\"id\": 1}' | e.jsonl:2: prompt expected a text, or one in caption",
                "e.jsonl | '{\"prompt\": \"a\"}\nx' | e.jsonl:2: ",
                "e.parquet | x | e.parquet"
            })
    void wrongFilesAreRefused(String name, String text, String message) {
        if (text != null) {
            write(name, text);
        }
        assertThatThrownBy(() -> mix("weight_only", "name: p, path: %s, rewards: [{ocr: 1}]".formatted(name)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.field()).contains("datasets.0"))
                .hasMessageContaining("datasets.0: p: ")
                .hasMessageContaining(message);
    }
}
