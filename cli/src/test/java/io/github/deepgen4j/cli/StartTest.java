// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.pipeline.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application as a process, in environments of all kinds: nothing is inherited from that of the build. */
@EnabledOnOs(OS.LINUX)
class StartTest {
    private static final Path BIN = Path.of("src/main/dist/bin").toAbsolutePath();
    private static final String PROMPT = "\u7ea2\u8272\u5706\u5f62 caf\u00e9";

    @TempDir
    private Path folder;

    private Path application;

    private record Result(int exitCode, String out, String err) {}

    /** The launcher beside a stand-in for java, which runs the classes of this build. */
    @BeforeEach
    void installApplication() throws IOException {
        application = Files.createDirectories(folder.resolve("app"));
        Files.createDirectory(application.resolve("bin"));
        install(
                "deepgen",
                Files.readString(BIN.resolve("deepgen"))
                        .replace("@{deepgen.jvm.args}", "--enable-native-access=ALL-UNNAMED"));
        install("find-java", Files.readString(BIN.resolve("find-java")));
        install("java", """
            #!/bin/sh
            [ -n "$SHOW" ] && { echo "$LC_ALL|$MALLOC_ARENA_MAX|$OPENBLAS_THREAD_TIMEOUT"; exit; }
            while [ "$1" != -jar ]; do shift; done
            shift 2
            exec '%s/bin/java' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' %s "$@"
            """.formatted(System.getProperty("java.home"), absoluteClassPath(), Main.class.getName()));
    }

    private void install(String name, String script) throws IOException {
        Path file = Files.writeString(application.resolve("bin").resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(":", entries);
    }

    /** Runs a shell's line in the folder; bytes of arguments reach it as UTF-8 whatever the build's locale is. */
    private Result shell(Map<String, String> environment, String line) throws Exception {
        Path script = Files.writeString(folder.resolve("line.sh"), line + "\n");
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        var builder = new ProcessBuilder("/bin/sh", script.toString())
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", "/usr/bin:/bin",
                        "DEEPGEN_JAVA", application.resolve("bin/java").toString(),
                        "DEEPGEN_CACHE",
                                Path.of("target/start-cache").toAbsolutePath().toString()));
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Result(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private String promptOf(String png) {
        return Recipe.of(PngText.read(folder.resolve(png)), png).prompt();
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL,C", "LANG,''", "LC_ALL,en_US.ISO-8859-1", "LANG,de_DE@euro", "LC_CTYPE,POSIX"})
    void promptAndNamesArriveInEveryLocale(String variable, String locale) throws Exception {
        Result result =
                shell(Map.of(variable, locale), "app/bin/deepgen generate '" + PROMPT + "' --steps 1 -o '\u00e9.png'");
        assertThat(result.exitCode()).as(result.err()).isZero();
        shell(Map.of(), "cp *.png image.png");
        assertThat(promptOf("image.png")).isEqualTo(PROMPT);
        assertThat(shell(Map.of(), "test -f '\u00e9.png'").exitCode()).isZero();
    }

    @Test
    void processesOfLaunchGetTheirArguments() throws Exception {
        Result result = shell(
                Map.of("LC_ALL", "C"),
                "app/bin/deepgen launch -n 1 -- generate '" + PROMPT + "' --steps 1 -o image.png");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(promptOf("image.png")).isEqualTo(PROMPT);
    }

    @Test
    void javaByHandRefusesWhatItCannotRead() throws Exception {
        Result result =
                shell(Map.of("LC_ALL", "C"), "app/bin/java -jar x generate '" + PROMPT + "' --steps 1 -o image.png");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("the argument", "U+FFFD", "LC_ALL=C.UTF-8");
        assertThat(folder.resolve("image.png")).doesNotExist();
    }

    @Test
    void argumentThatIsNotUtf8IsRefused() throws Exception {
        Result result = shell(
                Map.of("LC_ALL", "C.UTF-8"), "app/bin/deepgen generate \"$(printf 'a \\377')\" --steps 1 -o image.png");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("U+FFFD");
    }

    @Test
    void dataWhoseNamesJavaCannotSayIsRefused() throws Exception {
        shell(
                Map.of(),
                "mkdir d; cp '" + Path.of("../testdata").toAbsolutePath() + "'/*.png d 2>/dev/null;"
                        + " app/bin/deepgen generate a --steps 1 -o 'd/\u00e9.png' && echo a >'d/\u00e9.txt'");
        Result byHand = shell(Map.of("LC_ALL", "C"), "app/bin/java -jar x data check d");
        assertThat(byHand.exitCode()).isEqualTo(1);
        assertThat(byHand.err()).contains("not text in US-ASCII", "LC_ALL=C.UTF-8");
        Result launched = shell(Map.of("LC_ALL", "C"), "app/bin/deepgen data check d");
        assertThat(launched.exitCode()).as(launched.err()).isZero();
        assertThat(launched.out()).contains("1 of 1 samples read, 0 to be skipped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CDPATH=.:.. app/bin/deepgen",
                "cd app/bin; sh deepgen",
                "cd app; CDPATH=. bin/deepgen",
                "PATH=app/bin:$PATH; deepgen",
                "ln -s ../app/bin/deepgen app/link; cd app; sh link"
            })
    void launcherFindsItsFolder(String how) throws Exception {
        Result result = shell(Map.of("SHOW", "1", "LC_ALL", "C.UTF-8"), how);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("C.UTF-8|1|18\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void emptyVariablesAreAsUnset() throws Exception {
        var empty =
                Map.of("SHOW", "1", "LANG", "", "LC_ALL", "", "MALLOC_ARENA_MAX", "", "OPENBLAS_THREAD_TIMEOUT", "");
        assertThat(shell(empty, "app/bin/deepgen").out()).isEqualTo("C.UTF-8|1|18\n");
        Result result = shell(
                Map.of(
                        "DEEPGEN_MODEL", "",
                        "DEEPGEN_DEVICE", "",
                        "DEEPGEN_MEMORY", "",
                        "DEEPGEN_JAVA_OPTS", "",
                        "XDG_CACHE_HOME", "",
                        "HF_HOME", "",
                        "HOME", "",
                        "WORLD_SIZE", "",
                        "RANK", ""),
                "app/bin/deepgen generate a --steps 1 -o image.png");
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void homeNeedNotBeKnownNorWritable() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Result result = shell(
                Map.of(
                        "HOME",
                        file.toString(),
                        "DEEPGEN_CACHE",
                        "",
                        "JAVA_TOOL_OPTIONS",
                        "-Duser.home=? -Djava.io.tmpdir=" + temporary),
                "app/bin/deepgen generate a --steps 1 -o image.png");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(folder.resolve("?")).doesNotExist();
        Path made = temporary.resolve("deepgen4j-" + Files.getAttribute(file, "unix:uid"));
        assertThat(made.resolve("javacpp")).isNotEmptyDirectory();
        assertThat(made.resolve("djl")).isNotEmptyDirectory();
        assertThat(temporary)
                .isDirectoryNotContaining(
                        path -> !path.equals(made) && !path.toString().contains("hsperf"));
    }

    @Test
    void cacheFolderThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Result result =
                shell(Map.of("DEEPGEN_CACHE", file + "/cache"), "app/bin/deepgen generate a --steps 1 -o image.png");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(file + "/cache: cannot be used", "DEEPGEN_CACHE names another")
                .hasLineCount(1);
    }

    @Test
    void firstStartsAtOnceShareAnEmptyCacheFolder() throws Exception {
        Result result = shell(Map.of("DEEPGEN_CACHE", folder.resolve("cache").toString()), """
            app/bin/deepgen generate a --steps 1 -o 1.png & one=$!
            app/bin/deepgen generate a --steps 1 -o 2.png & two=$!
            wait $one && wait $two\
            """);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("1.png"))).isEqualTo(Files.readAllBytes(folder.resolve("2.png")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "info --json", "--help", "generate a --steps 1 --json"})
    void resultThatCannotBePrintedIsAFailure(String command) throws Exception {
        Result result = shell(Map.of(), "app/bin/deepgen " + command + " >/dev/full");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("standard output");
    }

    @Test
    void longNamesOfFilesAreWrittenOrRefusedBeforeTheWork() throws Exception {
        String longest = "x".repeat(251) + ".png";
        assertThat(shell(Map.of(), "app/bin/deepgen generate a --steps 1 -o " + longest)
                        .exitCode())
                .isZero();
        assertThat(folder.resolve(longest)).exists();
        for (String arguments : List.of("-o x" + longest, "--count 2 -o " + longest)) {
            Result result = shell(Map.of(), "app/bin/deepgen generate a --steps 1 " + arguments);
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("--out: cannot be written", "File name too long");
        }
    }

    @Test
    void promptAndImageGoThroughPipes() throws Exception {
        Result result = shell(Map.of(), """
            printf '\\357\\273\\277 %s \\n' | app/bin/deepgen generate - --steps 1 -o - >made.png || exit 3
            app/bin/deepgen edit - -p 'make it blue' --steps 1 -o - <made.png | cat >piped.png || exit 5
            mkfifo pipe; cat pipe >read.png &
            app/bin/deepgen generate a --steps 1 --trace /dev/null -o pipe || exit 8; wait
            """.formatted(PROMPT));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(promptOf("made.png")).isEqualTo(PROMPT);
        assertThat(promptOf("piped.png")).isEqualTo("make it blue");
        assertThat(promptOf("read.png")).isEqualTo("a");
    }

    @Test
    void closedPipeIsAFailureInOneLine() throws Exception {
        Result closed = shell(Map.of(), "(app/bin/deepgen generate a --steps 1 -o -; echo code $? >&2) | true");
        assertThat(closed.err()).contains("code 1", "standard output").doesNotContain("\tat ");
    }

    @Test
    void standardInputMustBeText() throws Exception {
        Result bytes = shell(Map.of(), "printf 'a \\377' | app/bin/deepgen generate - --steps 1 -o x.png");
        assertThat(bytes.exitCode()).isEqualTo(2);
        assertThat(bytes.err()).contains("standard input: expected text in UTF-8");
        assertThat(shell(Map.of(), "app/bin/deepgen generate - -o x.png </dev/null")
                        .err())
                .contains("standard input holds no text");
        assertThat(folder.resolve("x.png")).doesNotExist();
    }

    @Test
    void unnamedImagesAreNeverWrittenOver() throws Exception {
        String draw = "app/bin/deepgen generate a --steps 1 --seed ";
        assertThat(shell(Map.of(), draw + 1).out()).isEqualTo("out.png\n");
        byte[] first = Files.readAllBytes(folder.resolve("out.png"));
        assertThat(shell(Map.of(), draw + 2).out()).isEqualTo("out-1.png\n");
        assertThat(shell(Map.of(), draw + "3 --count 2").out()).isEqualTo("out-2.png\nout-3.png\n");
        assertThat(Files.readAllBytes(folder.resolve("out.png"))).isEqualTo(first);
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() throws Exception {
        Result result = shell(Map.of(), "app/bin/deepgen generate a -m \"$(printf 'x\\033[2Jy')\"");
        assertThat(result.err()).contains("x\\u001b[2Jy").doesNotContain("\u001b");
    }

    @Test
    void stuckCommandEndsOnATerminatingSignal() throws Exception {
        Result result = shell(Map.of(), """
            mkfifo never.parquet; sleep 60 >never.parquet & writer=$!
            app/bin/deepgen data check never.parquet & command=$!
            sleep 4; kill -TERM $command; wait $command; code=$?; kill $writer; exit $code
            """);
        assertThat(result.exitCode()).isIn(1, 130, 143);
    }
}
