// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.pipeline.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage is explained in two lines; words that only look like options or files are words. */
class WrongUsageTest {
    private static final String TINY =
            Path.of(System.getProperty("deepgen.golden"), "tiny").toString();

    @TempDir
    private Path folder;

    /** Words are separated by |. */
    @ParameterizedTest
    @CsvSource({
        "generate|a|red|circle, deepgen generate \"a red circle\"",
        "generate|--steps|1|a|red|circle|-o|x.png, deepgen generate \"a red circle\"",
        "generate|-warm, deepgen generate -- \"-warm\"",
        "generate|a|--stpes|3, did you mean --steps?",
        "generate|a|--sed=3, did you mean --seed?",
        "edit|A.png|make it blue, deepgen edit A.png -p \"make it blue\"",
        "edit|out.png|make|it|blue, deepgen edit out.png -p \"make it blue\"",
        "edit|A.png, deepgen edit A.png -p",
        "genrate|a, did you mean generate?",
        "modle, did you mean model?",
        "a red circle, deepgen generate \"a red circle\"",
        "model|verfy|x, did you mean verify?",
        "model, 'one of info, verify, init, pull, convert'",
        "help|genarate, did you mean generate?",
        "xyzzy, is no command of deepgen"
    })
    void hintNamesWhatWasMeant(String words, String hint) {
        CommandRun run = CommandRun.of((Object[]) words.split("\\|"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err().lines().findFirst().orElseThrow())
                .startsWith("deepgen: ")
                .contains(hint);
        assertThat(run.err().lines().skip(1).findFirst().orElseThrow()).matches("Try 'deepgen.* --help'");
    }

    @ParameterizedTest
    @CsvSource({
        "--speed|quick, 'expected exact, balanced, fast, found quick'",
        "--guidance-interval|0.5, 'expected two numbers as 0,0.6, found 0.5'",
        "'--guidance-interval|0.5,0.2', 0 <= from < to <= 1",
        "--reuse|often, expected a threshold",
        "'--reuse|0,1/4', numbers of steps from 1 to 3",
        "--references-every|0, references every expected 1 to 1000 steps",
        "--references-every|often, 'expected a number of steps as 2, found often'",
        "'--reuse|1,2/4', 'steps expected 4, for which the steps to reuse were chosen, found 1; see --reuse'"
    })
    void whatCannotBeLeftOutIsNamed(String words, String message) {
        List<Object> arguments = new ArrayList<>(List.of("generate", "a", "-m", TINY, "--steps", "1", "-o"));
        arguments.add(folder.resolve("x.png"));
        arguments.addAll(List.of(words.split("\\|")));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    void helpIsNamedAfterTheCommand() {
        assertThat(CommandRun.of("generate", "a", "--steps", "x").err()).endsWith("Try 'deepgen generate --help'\n");
        assertThat(CommandRun.of("model", "pull").err()).endsWith("Try 'deepgen model pull --help'\n");
    }

    /** The prompts as typed. A file of the name of the first exists. */
    @ParameterizedTest
    @ValueSource(strings = {"@words.txt", "@@x", "-5 degrees", "- a list", "-x y z", "-5\u00b0", "--", "-o"})
    void promptIsTakenAsTyped(String prompt) throws IOException {
        Files.writeString(folder.resolve("words.txt"), "--count 2");
        Path png = folder.resolve("a.png");
        List<Object> line = new ArrayList<>(
                List.of("generate", "-m", TINY, "--steps", "1", "--size", "32x32", "--negative", "-a b", "-o", png));
        line.addAll(prompt.matches("--|-o") ? List.of("--", prompt) : List.of(prompt));
        CommandRun run = CommandRun.of(line.toArray());
        assertThat(run.err()).doesNotContain("deepgen: ");
        assertThat(run.exitCode()).isZero();
        Recipe recipe = Recipe.of(PngText.read(png), "a.png");
        assertThat(recipe.prompt()).isEqualTo(prompt);
        assertThat(recipe.negative()).isEqualTo("-a b");
    }

    @Test
    void dashedPromptMayStandBeforeOptions() {
        Path png = folder.resolve("a.png");
        CommandRun run = CommandRun.of(
                "generate", "-5 degrees", "-m", TINY, "--steps", "1", "--size", "32x32", "-o", png.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(Recipe.of(PngText.read(png), "a.png").prompt()).isEqualTo("-5 degrees");
    }

    @Test
    void helpAndVersionAreCommandsToo() {
        assertThat(CommandRun.of("help", "model", "pull").out())
                .isEqualTo(CommandRun.of("model", "pull", "--help").out());
        assertThat(CommandRun.of("help").out())
                .isEqualTo(CommandRun.of("--help").out());
        assertThat(CommandRun.of("version").out())
                .isEqualTo(CommandRun.of("--version").out());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void completionIsAScriptOfBash() throws Exception {
        CommandRun run = CommandRun.of("completion");
        assertThat(run.exitCode()).isZero();
        Path script = Files.writeString(folder.resolve("completion"), run.out());
        Path words = folder.resolve("words");
        // completes "deepgen generate --se" and "deepgen mod"
        String line = ". '" + script + "'; complete -p deepgen >/dev/null || exit 3;"
                + "COMP_WORDS=(deepgen generate --se); COMP_CWORD=2; _complete_deepgen; echo ${COMPREPLY[@]};"
                + "COMP_WORDS=(deepgen mod); COMP_CWORD=1; _complete_deepgen; echo ${COMPREPLY[@]}";
        int exitCode = new ProcessBuilder("bash", "-c", line)
                .redirectOutput(words.toFile())
                .redirectErrorStream(true)
                .start()
                .waitFor();
        assertThat(Files.readString(words)).contains("--seed").contains("model");
        assertThat(exitCode).isZero();
    }
}
