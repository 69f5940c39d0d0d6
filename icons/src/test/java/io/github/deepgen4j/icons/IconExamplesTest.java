// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.icons.IconExamples.Drawn;
import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.set.Catalogue;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.text.Vocabulary;
import io.github.deepgen4j.shapeworld.scene.Choices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IconExamplesTest {
    private static final IconExamples TRAIN = Sample.open(IconSplit.TRAIN);

    private static Map<IconKind, Double> all() {
        Map<IconKind, Double> weights = new EnumMap<>(IconKind.class);
        for (IconKind kind : IconKind.values()) {
            weights.put(kind, 1.0);
        }
        return weights;
    }

    private static List<Drawn> draw(IconExamples examples, Map<IconKind, Double> weights, int count) {
        RandomGenerator random = Choices.random(5);
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(examples.draw(weights, Sample.ALL, random));
        }
        return drawn;
    }

    @Test
    void theSameGeneratorGivesTheSameSamples() {
        List<Drawn> first = draw(TRAIN, all(), 60);
        List<Drawn> again = draw(Sample.open(IconSplit.TRAIN), all(), 60);
        for (int i = 0; i < 60; i++) {
            assertThat(again.get(i).example()).isEqualTo(first.get(i).example());
            assertThat(again.get(i).target().sha256())
                    .isEqualTo(first.get(i).target().sha256());
        }
    }

    /** A vocabulary made of them misses no word of a prompt. */
    @Test
    void phrasesHoldTheWordsOfAllPrompts(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("model_index.json"), "{}");
        Files.write(folder.resolve(Vocabulary.FILE), Vocabulary.words(TRAIN.phrases()));
        Vocabulary vocabulary = Vocabulary.read(folder).orElseThrow();
        RandomGenerator random = Choices.random(8);
        for (int i = 0; i < 500; i++) {
            String prompt = TRAIN.example(all(), Sample.ALL, random).prompt();
            assertThat(vocabulary.unknown(prompt)).as(prompt).isEmpty();
        }
        assertThat(vocabulary.unknown("three zeppelins on a red background")).containsExactly("zeppelins");
    }

    @ParameterizedTest
    @EnumSource(IconKind.class)
    void promptsSayWhatTheyAreAboutInEveryLanguage(IconKind kind) {
        RandomGenerator random = Choices.random(kind.ordinal());
        for (Language language : Language.values()) {
            for (int i = 0; i < 10; i++) {
                IconExample example =
                        TRAIN.draw(Map.of(kind, 1.0), Set.of(language), random).example();
                assertThat(example.prompt()).isNotBlank().doesNotContain("{", "}", "null");
                assertThat(example.before().isPresent()).isEqualTo(kind.edit());
                assertThat(example.language()).isEqualTo(language);
                boolean names = !kind.edit() && kind != IconKind.COUNT;
                example.named()
                        .forEach(named -> assertThat(!names || example.prompt().contains(named.word()))
                                .isTrue());
            }
        }
    }

    @Test
    void editsDoWhatTheySay() {
        for (Drawn drawn : draw(TRAIN, all(), 400)) {
            IconExample example = drawn.example();
            if (example.before().isEmpty()) {
                continue;
            }
            IconScene before = example.before().get();
            IconScene after = example.scene();
            Placed thing = before.things().getFirst();
            switch (example.kind()) {
                case EDIT_BACKGROUND -> {
                    assertThat(after.ground()).isNotEqualTo(before.ground());
                    assertThat(after.things()).isEqualTo(before.things());
                }
                case EDIT_REMOVE -> {
                    assertThat(before.things()).hasSize(2).containsAll(after.things());
                    assertThat(after.things().getFirst().icon().thing())
                            .isEqualTo(example.named().getLast().thing().code());
                }
                case EDIT_ADD -> assertThat(after.things()).hasSize(2).containsAll(before.things());
                case EDIT_REPLACE -> {
                    assertThat(after.things().getFirst())
                            .isEqualTo(thing.with(after.things().getFirst().icon()));
                    assertThat(after.things().getFirst()).isNotEqualTo(thing);
                }
                case EDIT_MOVE ->
                    assertThat(after.things().getFirst().at(thing.x(), thing.y()))
                            .isEqualTo(thing);
                case EDIT_SIZE ->
                    assertThat(after.things().getFirst().sized(thing.size())).isEqualTo(thing);
                case EDIT_STYLE -> {
                    assertThat(after.things().getFirst().icon().thing())
                            .isEqualTo(thing.icon().thing());
                    assertThat(after.things().getFirst().icon().style())
                            .isNotEqualTo(thing.icon().style());
                }
                case EDIT_TONE -> {
                    assertThat(after.things().getFirst().icon().tone())
                            .isPositive()
                            .isNotEqualTo(thing.icon().tone());
                    assertThat(after.things().getFirst().icon().style())
                            .isEqualTo(thing.icon().style());
                }
                case EDIT_MIRROR -> assertMirrored(drawn.reference().orElseThrow(), drawn.target());
                case EDIT_WORD -> {
                    assertThat(after.word()).isNotEqualTo(before.word());
                    assertThat(example.prompt())
                            .contains(after.word().orElseThrow().text());
                    assertThat(after.things()).isEqualTo(before.things());
                }
                default -> throw new AssertionError(example.kind());
            }
        }
    }

    private static void assertMirrored(Image before, Image after) {
        byte[] one = before.rgb();
        byte[] other = after.rgb();
        int differences = 0;
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                differences += Math.abs((one[3 * (64 * y + x)] & 0xFF) - (other[3 * (64 * y + 63 - x)] & 0xFF));
            }
        }
        assertThat(differences / 4096.0).isLessThan(1);
    }

    @Test
    void aThingStandsOnItsBackground() {
        for (Drawn drawn : draw(TRAIN, Map.of(IconKind.SINGLE, 1.0), 40)) {
            byte[] rgb = drawn.target().rgb();
            int different = 0;
            for (int i = 0; i < rgb.length; i++) {
                different += (rgb[i] & 0xFF) != drawn.example().scene().ground().channel(i % 3) ? 1 : 0;
            }
            assertThat(rgb[0] & 0xFF).isEqualTo(drawn.example().scene().ground().channel(0));
            assertThat((double) different / rgb.length).isBetween(0.03, 0.7);
        }
    }

    @Test
    void noPartSharesASampleWithTraining() {
        Catalogue catalogue = TRAIN.catalogue();
        Map<String, String> held = IconSplit.pairsHeld(catalogue);
        assertThat(held).hasSize(4);
        for (IconSplit split : List.of(IconSplit.PAIRS, IconSplit.COMPOSITIONS, IconSplit.SYNONYMS)) {
            Map<IconKind, Double> weights = Map.of(IconKind.BESIDE, 1.0, IconKind.SINGLE, 1.0);
            for (Drawn drawn : draw(Sample.open(split), weights, 30)) {
                for (IconSplit other : IconSplit.values()) {
                    boolean things = other == IconSplit.OTHER_THINGS;
                    assertThat(!things && other.holds(drawn.example(), held)).isEqualTo(other == split);
                }
            }
        }
        for (Drawn drawn : draw(TRAIN, all(), 200)) {
            drawn.example()
                    .scene()
                    .things()
                    .forEach(placed -> assertThat(held.get(placed.icon().thing()))
                            .isNotEqualTo(placed.icon().style()));
        }
    }

    /** A thing's looks in all styles, but for the one that training never sees it in. */
    @Test
    void appearancesShowWhatTrainingSees() {
        Catalogue catalogue = TRAIN.catalogue();
        Map<String, String> held = IconSplit.pairsHeld(catalogue);
        Map<String, float[]> looks = TRAIN.appearances();
        assertThat(looks).hasSameSizeAs(catalogue.things());
        int length = 4 * IconExamples.APPEARANCE * IconExamples.APPEARANCE;
        for (Thing thing : catalogue.things()) {
            float[] all = looks.get(thing.symbol());
            assertThat(all).hasSize(catalogue.styles().size() * length);
            for (int style = 0; style < catalogue.styles().size(); style++) {
                float largest = 0;
                for (int i = style * length; i < (style + 1) * length; i++) {
                    largest = Math.max(largest, all[i]);
                }
                String word = catalogue.styles().get(style);
                boolean seen = catalogue.icon(thing, word, 0).isPresent() && !word.equals(held.get(thing.code()));
                assertThat(largest).as(thing + " " + word).isBetween(seen ? 200f : 0f, seen ? 255.01f : 0f);
            }
        }
    }

    @Test
    void whatCannotBeUsedIsCounted(@TempDir Path folder) throws IOException {
        Path noto = Files.createDirectories(folder.resolve("noto"));
        String icons = Files.readString(Sample.FOLDER.resolve("noto/icons.json"));
        Files.writeString(
                noto.resolve("icons.json"),
                icons.replaceFirst(
                                "\"icons\": \\{",
                                "\"icons\": {\"nameless\": {\"body\": \"<path d='M0 0'/>\"},"
                                        + " \"house\": {\"body\": \"<path d=\"}, \"old-house\": {\"body\": \"<g/>\"},")
                        .replace("\"house\": {\n   \"body\"", "\"other-house\": {\n   \"body\""));
        Files.copy(Sample.FOLDER.resolve("noto/chars.json"), noto.resolve("chars.json"));
        IconExamples examples = new IconExamples(
                List.of(noto, Sample.FOLDER.resolve("words")), IconSplit.TRAIN, 64, Map.of("oil-painting", "oil"));
        draw(examples, Map.of(IconKind.SINGLE, 1.0), 120);
        assertThat(examples.skipped().count(Catalogue.NO_CODE)).isEqualTo(3);
        assertThat(examples.skipped().count(IconExamples.NO_STYLE)).isEqualTo(1);
        assertThat(examples.skipped().count(IconExamples.NOT_RENDERED)).isEqualTo(1);
        assertThat(examples.skipped().lines()).anyMatch(line -> line.contains("noto:house"));
    }

    @ParameterizedTest
    @CsvSource({"1f595, 1F595", "1f918, 1F918-1F3FD", "1f92c, 1F92C", "1f4a9, 1F4A9"})
    void rudeSignsAreNoThings(String thing, String code, @TempDir Path folder) throws IOException {
        Path noto = Files.createDirectories(folder.resolve("noto"));
        Files.copy(Sample.FOLDER.resolve("noto/icons.json"), noto.resolve("icons.json"));
        String chars = Files.readString(Sample.FOLDER.resolve("noto/chars.json"));
        Files.writeString(
                noto.resolve("chars.json"), chars.replaceFirst("\"[^\"]+\": \"house\"", "\"" + code + "\": \"house\""));
        for (Language language : Language.values()) {
            Path words = folder.resolve("words/" + language.code());
            String named = Files.readString(Sample.FOLDER.resolve("words/" + language.code() + "/data.json"));
            Files.createDirectories(words);
            Files.writeString(words.resolve("data.json"), named.replace("\"1F3E0\"", "\"" + code + "\""));
        }
        Catalogue catalogue = Catalogue.read(List.of(noto, folder.resolve("words")));
        assertThat(catalogue.things()).extracting(Thing::code).doesNotContain(thing);
        assertThat(catalogue.skipped().count(Catalogue.RUDE)).isEqualTo(1);
        assertThat(catalogue.skipped().lines()).anyMatch(line -> line.contains("noto:house"));
    }

    @Test
    void foldersThatAreNotPackagesAreNamed(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Catalogue.read(List.of(folder.resolve("none"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("none", "no folder of that name", "fetch_icons.py");
        assertThatThrownBy(() -> Catalogue.read(List.of(Sample.FOLDER.resolve("noto"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one folder of words");
        Files.writeString(folder.resolve("icons.json"), "[1");
        assertThatThrownBy(() -> Catalogue.read(List.of(folder, Sample.FOLDER.resolve("words"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("icons.json", "cannot be read");
    }
}
