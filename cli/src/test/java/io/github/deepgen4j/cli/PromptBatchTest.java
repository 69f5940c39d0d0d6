// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate --prompts}: files of all forms, resuming, and failures in the middle. */
class PromptBatchTest {
    private static final Path TINY = Path.of(System.getProperty("deepgen.golden"), "tiny");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private CommandRun draw(String name, String content, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        List<Object> line =
                new ArrayList<>(List.of("generate", "--prompts", file, "-m", TINY, "--steps", "1", "--size", "32x32"));
        line.addAll(List.of(more));
        return CommandRun.of(line.toArray());
    }

    private Recipe recipe(String name) {
        return Recipe.of(PngText.read(folder.resolve(name)), name);
    }

    @Test
    void linesAreDrawnAndWhatIsThereIsSkipped() throws IOException {
        Object[] out = {"-o", folder + "/", "--seed", "7"};
        CommandRun first = draw("p.txt", "\uFEFFa star\r\n\n  a circle \n", out);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out().lines())
                .containsExactly(
                        folder.resolve("0000.png").toString(),
                        folder.resolve("0001.png").toString());
        assertThat(recipe("0000.png").prompt()).isEqualTo("a star");
        assertThat(recipe("0001.png").prompt()).isEqualTo("a circle");
        assertThat(recipe("0001.png").seed()).isEqualTo(7);

        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(folder.resolve("0000.png"), old);
        Files.delete(folder.resolve("0001.png"));
        CommandRun second = draw("p.txt", "a star\na circle\na cross\n", out);
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("0000.png (is there)");
        assertThat(Files.getLastModifiedTime(folder.resolve("0000.png"))).isEqualTo(old);
        assertThat(recipe("0001.png").prompt()).isEqualTo("a circle");
        assertThat(recipe("0002.png").prompt()).isEqualTo("a cross");

        CommandRun changed = draw("p.txt", "a triangle\na circle\na cross\n", out);
        assertThat(changed.exitCode()).isZero();
        assertThat(recipe("0000.png").prompt()).isEqualTo("a triangle");
    }

    @Test
    void fieldsOfALineGoBeforeThoseOfTheCommand() throws IOException {
        CommandRun run = draw("p.jsonl", """
            {"prompt": "a star", "seed": 5, "size": "48x32", "negative": "blue", "out": "%1$s/star.png"}
            "a circle"
            {"prompt": "a cross", "seed": "18446744073709551615", "out": "%1$s/{prompt}.png"}
            """.formatted(folder), "-o", folder + "/x.png", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(recipe("star.png").seed()).isEqualTo(5);
        assertThat(recipe("star.png").negative()).isEqualTo("blue");
        assertThat(Image.read(folder.resolve("star.png")).size()).hasToString("48x32");
        assertThat(recipe("x-0001.png").prompt()).isEqualTo("a circle");
        assertThat(recipe("a-cross.png").prompt()).isEqualTo("a cross");
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains("{\"line\":1,\"file\":", "\"seed\":18446744073709551615");
    }

    @Test
    void aFailureDoesNotEndTheOthers() throws IOException {
        CommandRun run = draw("p.jsonl", """
            {"prompt": "a star"}
            {"prompt": "a star"
            {"prompt": "a star", "size": "33x32"}
            {"prompt": "a star", "sizes": "32x32"}
            {"negative": "a star"}
            {"prompt": "a circle"}
            """, "-o", folder + "/", "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(recipe("0000.png").prompt()).isEqualTo("a star");
        assertThat(recipe("0005.png").prompt()).isEqualTo("a circle");
        assertThat(run.err())
                .contains(
                        "p.jsonl line 2: not valid JSON", "line 3: size expected sides", "line 4: expected the fields")
                .contains("line 5: has no prompt", "4 of 6 images failed");
        assertThat(run.out().lines()).hasSize(6);
    }

    @Test
    void tablesAreReadAsSpreadsheetsWriteThem() throws IOException {
        CommandRun run = draw(
                "p.csv",
                "Prompt,seed\r\n\"a red circle, left of a \"\"star\"\"\",3\r\n\"two\nlines\",\r\na,b,c\r\n",
                "-o",
                folder + "/");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(recipe("0000.png").prompt()).isEqualTo("a red circle, left of a \"star\"");
        assertThat(recipe("0000.png").seed()).isEqualTo(3);
        assertThat(recipe("0001.png").prompt()).isEqualTo("two\nlines");
        assertThat(run.err()).contains("line 5: expected 2 columns, found 3");
        CommandRun header = draw("q.csv", "text,seed\na,1\n");
        assertThat(header.exitCode()).isEqualTo(2);
        assertThat(header.err()).contains("q.csv: expected a first line with the columns prompt");
    }

    @Test
    void randomSeedsDifferAndAreKeptWhenResumed() throws IOException {
        Object[] out = {"-o", folder + "/", "--seed", "random", "--count", "2"};
        draw("p.txt", "a star\na circle\n", out);
        long seed = recipe("0000.png").seed();
        assertThat(recipe("0001.png").seed()).isEqualTo(seed + 1);
        assertThat(recipe("0002.png").seed()).isNotEqualTo(seed);
        assertThat(draw("p.txt", "a star\na circle\n", out).out()).contains("0003.png (is there)");
        assertThat(recipe("0000.png").seed()).isEqualTo(seed);
    }

    @Test
    void namesAreNumberedWhereNothingElseTellsThemApart() throws IOException {
        String prompts = "a star\na circle\n";
        draw("p.txt", prompts, "-o", folder + "/{prompt}.png");
        assertThat(recipe("a-circle.png").prompt()).isEqualTo("a circle");
        draw("p.txt", prompts, "-o", folder + "/s{seed}.png");
        assertThat(recipe("s42-0001.png").prompt()).isEqualTo("a circle");
        draw("p.txt", prompts, "-o", folder + "/{prompt}.png", "--count", "2");
        assertThat(recipe("a-circle-0003.png").seed()).isEqualTo(43);
        CommandRun twice = draw("p.txt", "a star\nA star\n", "-o", folder + "/{prompt}.png");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("name another file");
    }

    @Test
    void filesThatHoldNoPromptsAreWrongUsage() throws IOException {
        for (CommandRun run : List.of(
                draw("empty.txt", "\n \n"),
                CommandRun.of("generate", "--prompts", folder.resolve("absent.txt")),
                CommandRun.of("generate", "a", "--prompts", folder.resolve("empty.txt")),
                CommandRun.of("generate"))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(2);
        }
    }
}
