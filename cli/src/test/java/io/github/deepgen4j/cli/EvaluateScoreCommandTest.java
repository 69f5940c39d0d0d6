// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** evaluate score as a user types it, over benchmarks whose images others may have drawn. */
class EvaluateScoreCommandTest {
    private static final String JUDGED = "score shapeworld --judge http://127.0.0.1:1/v1 --model m ";
    private static final int DPG_PROMPTS = 1065;

    @TempDir
    private Path folder;

    /** The first prompt of each of GenEval's six tasks, four white images a prompt, as anyone could have drawn them. */
    private Path whiteImages() throws IOException {
        Path pictures = folder.resolve("pictures");
        byte[] white = new byte[3 * 64 * 64];
        Arrays.fill(white, (byte) 255);
        for (String item : List.of("00000", "00080", "00179", "00259", "00353", "00453")) {
            Path samples = Files.createDirectories(pictures.resolve(item + "/samples"));
            for (int sample = 0; sample < 4; sample++) {
                Image.of(64, 64, white).writePng(samples.resolve("000" + sample + ".png"));
            }
        }
        return pictures;
    }

    private CommandRun score(Path pictures) {
        return CommandRun.of(
                "evaluate",
                "score",
                "geneval:shapeworld",
                pictures,
                "--limit",
                "1",
                "--engine",
                "detector=shapeworld",
                "--results",
                folder.resolve("not/there/yet"));
    }

    /** GenEval sums its tasks itself: the line of all images must not stand there twice, nor count twice. */
    @Test
    void aBenchmarkThatSumsItselfIsNotSummedAgain() throws IOException {
        CommandRun score = score(whiteImages());
        assertThat(score.exitCode()).as(score.err()).isZero();
        assertThat(score.out().lines().filter(line -> line.startsWith("all ")))
                .singleElement()
                .asString()
                .containsPattern("0 of +24 passed");
    }

    /** Missing and unreadable images are told by name, and that a headline can be had all the same. */
    @Test
    void missingAndUnreadableImagesAreNamed() throws Exception {
        Path pictures = whiteImages();
        Path first = pictures.resolve("00000/samples");
        Files.delete(first.resolve("0000.png"));
        Files.writeString(first.resolve("0001.png"), "<html>");
        Files.delete(first.resolve("0002.png")); // a pipe would be waited for without end
        assertThat(new ProcessBuilder("mkfifo", first.resolve("0002.png").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(score(pictures).out())
                .contains("23 of 24 images there, 1 missing")
                .contains("images are missing of 00000 (3 of 4 there)")
                .contains("0001.png: found an HTML page")
                .contains("0002.png: expected a regular file, found a pipe")
                .contains("--allow-partial");
    }

    /** The size of a tile is the user's to say; what cannot be tiles of it is refused by name. */
    @ParameterizedTest
    @CsvSource({"4x4, 100.0000 of 100.0", "2x2, 'tiles of 2x2, found'"})
    void gridsThatOthersDrewAreCutAsTold(String tile, String expected) throws IOException {
        Path pictures = grid();
        HttpServer vqa = questions("yes");
        try {
            CommandRun score = dpg(pictures, "--tile", tile, "--engine", engine(vqa));
            assertThat(score.exitCode()).as(score.err()).isZero();
            assertThat(score.out()).contains(expected);
        } finally {
            vqa.stop(0);
        }
    }

    /** If two engines have answered, a replay counts the one that is chosen, and asks to be told which. */
    @Test
    void aReplayCountsTheChosenEngine() throws IOException {
        Path pictures = grid();
        HttpServer yes = questions("yes");
        HttpServer no = questions("no");
        try {
            CommandRun first = dpg(pictures, "--tile", "4x4", "--engine", engine(yes));
            CommandRun replay = dpg(pictures, "--tile", "4x4", "--replay");
            assertThat(replay.out()).as(replay.err()).isEqualTo(first.out());
            CommandRun second = dpg(pictures, "--tile", "4x4", "--engine", engine(no));
            assertThat(second.out()).doesNotContain("100.0000 of 100.0");
            CommandRun torn = dpg(pictures, "--tile", "4x4", "--replay");
            assertThat(torn.exitCode()).isEqualTo(1);
            assertThat(torn.err()).contains("yes", "no", "--engine").hasLineCount(1);
            assertThat(dpg(pictures, "--tile", "4x4", "--replay", "--engine", engine(yes))
                            .out())
                    .isEqualTo(first.out());
            assertThat(dpg(pictures, "--tile", "4x4", "--replay", "--engine", engine(no))
                            .out())
                    .isEqualTo(second.out());
        } finally {
            yes.stop(0);
            no.stop(0);
        }
    }

    private CommandRun dpg(Path pictures, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(
                "evaluate",
                "score",
                "dpg",
                pictures,
                "--data",
                dpgData(),
                "--results",
                folder.resolve("not/there/yet"),
                "--allow-partial"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    /** One picture, two by two of 4x4. */
    private Path grid() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        Image.of(8, 8, new byte[3 * 8 * 8]).writePng(pictures.resolve("a1.png"));
        return pictures;
    }

    private static String engine(HttpServer vqa) {
        return "vqa=http://127.0.0.1:" + vqa.getAddress().getPort() + "/vqa";
    }

    private Path dpgData() throws IOException {
        Path prompts = Files.createDirectories(folder.resolve("data/prompts"));
        var table = new ArrayList<>(List.of("item_id,text,keywords,proposition_id,dependency,category_broad,"
                + "category_detailed,tuple,question_natural_language"));
        table.add("a0,x,,2,0,x,y,entity - whole (x),is it lost?");
        for (int i = 0; i < DPG_PROMPTS; i++) {
            Files.writeString(prompts.resolve("a" + i + ".txt"), "a scene, number " + i);
            table.add("a" + i + ",x,,1,0,x,y,entity - whole (x),is it there?");
        }
        Files.write(folder.resolve("data/dpg_bench.csv"), table);
        return folder.resolve("data");
    }

    /** An engine that gives one answer to every question. */
    private static HttpServer questions(String always) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/vqa", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String answer = exchange.getRequestMethod().equals("GET")
                    ? "{\"kind\":\"vqa\",\"name\":\"%s\"}".formatted(always)
                    : "{\"answers\":[\"%s\"]}".formatted(always);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** @param named what the message is about */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate | BENCHMARK",
                "score | BENCHMARK",
                "overlap --prompts x | BENCHMARK",
                "overlap shapeworld runs/x --prompts x | runs/x",
                "score shapeworld --max-calls 5 | --max-calls: needs --judge",
                "score shapeworld --tile 64x64 | --tile",
                "score shapeworld --judge http://127.0.0.1:1/v1 | --model",
                "score shapeworld --judge localhost:1 --model m | judge",
                JUDGED + "--max-calls 0 | --max-calls",
                JUDGED + "--max-cost 1 | --max-cost needs --price",
                JUDGED + "--max-cost 0 | --max-cost",
                JUDGED + "--price 1 | --price",
                JUDGED + "--price=-1,1 | --price",
                JUDGED + "--concurrency 0 | --concurrency",
                JUDGED + "--judge-key NO_SUCH_VARIABLE | NO_SUCH_VARIABLE",
                JUDGED + "--judge-family gpt | --judge-family"
            })
    void wrongUsageExitsWith2AndSaysWhatIsWrong(String line, String named) throws IOException {
        List<Object> words = new ArrayList<>(List.of("evaluate"));
        words.addAll(List.of(line.split(" ")));
        if (line.startsWith("score shapeworld")) {
            words.addAll(List.of("-o", Files.createDirectories(folder.resolve("pictures")), "--results", folder));
        }
        CommandRun result = CommandRun.of(words.toArray());
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(named).doesNotContain("Exception");
    }
}
