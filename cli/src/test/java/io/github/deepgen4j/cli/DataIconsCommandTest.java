// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code data icons} as a user types it, over the icons for tests. */
class DataIconsCommandTest {
    private static final Path ICONS = Path.of("../testdata/icons");

    @TempDir
    private Path folder;

    private static CommandRun icons(Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("data", "icons", "-o", out, "--size", "32"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    private static Object[] all(Object... more) {
        Stream<Object> folders = Stream.of("fluent-emoji", "fluent-emoji-flat", "noto", "twemoji", "words")
                .map(ICONS::resolve);
        return Stream.concat(folders, Stream.of(more)).toArray();
    }

    @Test
    void aLargerSetBeginsWithTheSmallerOneAndCanBeRead() throws IOException {
        Path few = folder.resolve("few");
        Path many = folder.resolve("many");
        CommandRun run = icons(few, all("--count", "8", "--seed", "5"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo(few.resolve("data.yaml").toString());
        assertThat(icons(many, all("--count", "16", "--seed", "5")).exitCode()).isZero();
        try (Stream<Path> files = Files.walk(few.resolve("pictures"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(many.resolve(few.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
        assertThat(Image.read(few.resolve("pictures/000/000007.png")).width()).isEqualTo(32);
        assertThat(icons(folder.resolve("other"), all("--count", "8", "--seed", "6"))
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("other/pictures/000/000000.png"))
                .satisfies(file -> assertThat(Files.mismatch(file, few.resolve("pictures/000/000000.png")))
                        .isNotNegative());
        CommandRun check = CommandRun.of("data", "check", many.resolve("data.yaml"));
        assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
        assertThat(check.out()).contains("0 to be skipped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "pairs", "compositions", "synonyms", "most-things"})
    void everySplitIsWritten(String split) {
        Path out = folder.resolve(split);
        CommandRun run = icons(out, all("--count", "3", "--split", split, "--categories", "single"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(out.resolve("pictures/000/000002.png")).isRegularFile();
    }

    @Test
    void aSplitWithoutThingsIsRefused() {
        assertRefused("expected at least 3 things that can be used, found 0", all("--split", "other-things"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--split | test | expected one of train, pairs, compositions, synonyms, most-things, other-things,"
                        + " found test",
                "--categories | single,double | double",
                "--languages | en,it | it",
                "--count | 0 | --count expected >= 1, found 0",
            })
    void wordsThatItDoesNotKnowAreWrongUsage(String option, String value, String message) {
        Path out = folder.resolve("out");
        CommandRun run = icons(out, all(option, value));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void packagesThatAreMissingOrChangedAreNamed() throws IOException {
        Path changed = Files.createDirectories(folder.resolve("changed"));
        Files.writeString(changed.resolve("icons.json"), "{\"prefix\": \"x\", \"icons\": [1]}");
        Path cut = Files.createDirectories(folder.resolve("cut"));
        String whole = Files.readString(ICONS.resolve("noto/icons.json"));
        Files.writeString(cut.resolve("icons.json"), whole.substring(0, whole.length() / 2));
        Path words = Files.createDirectories(folder.resolve("words/en")).getParent();
        Files.writeString(words.resolve("en/data.json"), "{}");
        Path noto = ICONS.resolve("noto");
        Path named = ICONS.resolve("words");
        assertRefused("no-such-folder: expected a folder with icons.json", "no-such-folder", named);
        assertRefused("expected one folder of words and at least one set, found 0 and 1", noto);
        assertRefused("expected one folder of words and at least one set, found 1 and 0", named);
        assertRefused("expected sets of different prefixes, found noto twice", noto, noto, named);
        assertRefused(changed.resolve("icons.json") + ": expected an object with prefix and icons", changed, named);
        assertRefused(cut.resolve("icons.json") + ": expected JSON of an Iconify package", cut, named);
        assertRefused(words.resolve("en/data.json") + ": expected a JSON array of emoji", noto, words);
    }

    private void assertRefused(String message, Object... folders) {
        Path out = folder.resolve("out");
        CommandRun run = icons(out, folders);
        assertThat(run.exitCode()).as(message).isEqualTo(1);
        assertThat(run.err()).startsWith("deepgen: ").contains(message).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatCannotBeUsedIsLeftOutAndCounted() throws IOException {
        Path noto = Files.createDirectories(folder.resolve("noto"));
        String icons = Files.readString(ICONS.resolve("noto/icons.json"));
        Files.writeString(
                noto.resolve("icons.json"),
                icons.replaceFirst(
                                "\"icons\": \\{",
                                "\"icons\": {\"nameless\": {\"body\": \"<path d='M0 0'/>\"}, \"house\": {\"body\":"
                                        + " \"<path d=\"},")
                        .replace("\"house\": {\n   \"body\"", "\"other-house\": {\n   \"body\""));
        Files.copy(ICONS.resolve("noto/chars.json"), noto.resolve("chars.json"));
        CommandRun run = icons(
                folder.resolve("out"),
                noto,
                ICONS.resolve("words"),
                "--style",
                "oil-painting=oil",
                "--categories",
                "single",
                "--count",
                "80");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err().lines())
                .contains(
                        "2 left out, no code points in chars.json: noto:nameless, noto:other-house",
                        "1 left out, style that no set has: oil-painting")
                .anyMatch(line -> line.matches("1 left out, SVG that cannot be rendered: .*noto:house.*"));
        assertThat(folder.resolve("out/pictures/000/000079.png")).isRegularFile();
    }
}
