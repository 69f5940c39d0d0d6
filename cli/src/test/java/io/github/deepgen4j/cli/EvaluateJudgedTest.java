// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.testing.ScriptedJudge.Answer;
import io.github.deepgen4j.testing.ScriptedJudge.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge over HTTP and the exact one, as a user types it, over pictures in an official layout. */
class EvaluateJudgedTest {
    private static final List<String> WHAT = List.of("corebench:shapeworld", "--only", "C-MI", "--limit", "2");

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = Files.createDirectories(folder.resolve("pictures/C-MI"));
        for (int item = 1; item <= 2; item++) {
            for (int sample = 0; sample < 4; sample++) {
                byte[] rgb = new byte[3 * 64 * 64];
                rgb[0] = (byte) (4 * item + sample);
                Image.of(64, 64, rgb)
                        .writePng(pictures.resolve(String.format(Locale.ROOT, "C-MI-%03d-%d.png", item, sample)));
            }
        }
    }

    private CommandRun score(String results, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", "score"));
        arguments.addAll(WHAT);
        arguments.addAll(
                List.of("--out", folder.resolve("pictures"), "--results", folder.resolve(results), "--allow-partial"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }

    private CommandRun judged(String results, ScriptedJudge judge, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("--judge", judge.address(), "--model", "m"));
        arguments.addAll(List.of(more));
        return score(results, arguments.toArray());
    }

    private static boolean isAnchor(Call call) {
        return call.body().contains("whole number from 0");
    }

    private static Answer answer(Call call, int anchor) {
        return ScriptedJudge.text(isAnchor(call) ? String.valueOf(anchor) : "yes");
    }

    @Test
    void aJudgeIsAskedPaidRememberedAndReported() throws IOException {
        try (ScriptedJudge judge = ScriptedJudge.of(call -> answer(call, 50))) {
            CommandRun first = judged("results", judge, "--price", "2,10", "--repeat", "2");
            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.out())
                    .contains("mean of 7 dimensions x 100: 100.0000 of 100.0 (inferred), 8 of 2520 images");
            assertThat(first.err()).contains("questions to m at", "about", "calls,", "standard deviation", "0.000");
            int calls = judge.count();
            assertThat(judge.calls().stream().filter(EvaluateJudgedTest::isAnchor))
                    .hasSize(48);
            CommandRun again = judged("results", judge);
            assertThat(again.out()).isEqualTo(first.out());
            assertThat(judge.count()).as("all answers were in the journal").isEqualTo(calls);
            byte[] scores = Files.readAllBytes(folder.resolve("results/scores.json"));
            assertThat(score("results", "--replay").exitCode()).isZero();
            assertThat(folder.resolve("results/scores.json")).hasBinaryContent(scores);
            CommandRun report = CommandRun.of("evaluate", "report", folder.resolve("results"));
            assertThat(report.out())
                    .contains("judged by judge m", calls + " calls of judges", "asked 2 times about 8 pictures");
            assertThat(Files.readString(folder.resolve("results/report.json"))).contains("\"money\"", "\"repeats\"");
        }
    }

    @Test
    void aJudgeThatChangesIsSaidAndNotCompared() {
        var anchors = new AtomicInteger();
        try (ScriptedJudge judge =
                ScriptedJudge.of(call -> answer(call, isAnchor(call) && anchors.getAndIncrement() >= 24 ? 90 : 50))) {
            CommandRun turned = judged("turned", judge);
            assertThat(turned.exitCode()).isZero();
            assertThat(turned.err())
                    .contains("the judge is not the one that it was when this run began", "+40.0 of 100");
            assertThat(turned.out()).contains("the judge is not the one");
            CommandRun steady = judged("steady", judge);
            assertThat(steady.err()).doesNotContain("not the one");
            CommandRun compared =
                    CommandRun.of("evaluate", "compare", folder.resolve("steady"), folder.resolve("turned"));
            assertThat(compared.exitCode()).isEqualTo(1);
            assertThat(compared.err()).contains("the judge is not the one").hasLineCount(1);
        }
    }

    @Test
    void judgesOfTwoRunsThatDifferAreNotCompared() {
        try (ScriptedJudge april = ScriptedJudge.of(call -> answer(call, 50));
                ScriptedJudge june = ScriptedJudge.of(call -> answer(call, 60))) {
            judged("april", april);
            judged("june", june);
            CommandRun compared = CommandRun.of("evaluate", "compare", folder.resolve("april"), folder.resolve("june"));
            assertThat(compared.exitCode()).isEqualTo(1);
            assertThat(compared.err()).contains("this judge is not the one of run", "april", "+10.0 of 100");
            CommandRun same = CommandRun.of("evaluate", "compare", folder.resolve("april"), folder.resolve("april"));
            assertThat(same.exitCode()).as(same.err()).isZero();
        }
    }

    @Test
    void theExactJudgeNeedsNoAddressAndAReplayIsOfOneJudge() {
        CommandRun exact = score("results", "--judge", "shapeworld");
        assertThat(exact.exitCode()).as(exact.err()).isZero();
        assertThat(exact.out()).contains("x 100: 0.0000 of 100.0");
        try (ScriptedJudge judge = ScriptedJudge.of(call -> answer(call, 50))) {
            assertThat(judged("results", judge, "--no-anchors").out()).contains("x 100: 100.0000 of 100.0");
            assertThat(judge.calls()).noneMatch(EvaluateJudgedTest::isAnchor);
        }
        assertThat(score("results", "--replay").err()).contains("judge m and of judge shapeworld 1", "--model");
        assertThat(score("results", "--replay", "--judge", "shapeworld").out()).contains("x 100: 0.0000");
        assertThat(score("results", "--replay", "--model", "m").out()).contains("x 100: 100.0000");
    }

    @Test
    void aBudgetWithoutRoomForAnchorsIsForQuestions() {
        try (ScriptedJudge judge = ScriptedJudge.of(call -> answer(call, 50))) {
            CommandRun run = judged("results", judge, "--max-calls", "5");
            assertThat(run.out()).contains("budget");
            assertThat(run.err())
                    .contains("the 48 questions that show", "--max-calls 5 has no room", "beside 28 others");
            assertThat(judge.calls()).hasSize(5).noneMatch(EvaluateJudgedTest::isAnchor);
        }
    }

    @Test
    void wrongUseIsExplained() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "--judge http://127.0.0.1:1/v1", "needs --model",
                        "--judge shapeworld --repeat 1", "--repeat expected at least 2",
                        "--judge localhost:8000 --model m", "http://localhost:8000/v1")
                .entrySet()) {
            CommandRun run = score("results", (Object[]) wrong.getKey().split(" "));
            assertThat(run.exitCode()).as(wrong.getKey()).isEqualTo(2);
            assertThat(run.err()).contains(wrong.getValue());
        }
    }

    @Test
    void theDoctorShowsAJudgeASum() {
        for (String said : List.of("12", "The result is 12.")) {
            try (ScriptedJudge judge = ScriptedJudge.saying(said, 0)) {
                CommandRun run = CommandRun.of("evaluate", "doctor", "--judge", judge.address(), "--model", "m");
                assertThat(run.out()).contains("right: the sum 7 + 5 in a picture", "can be scored by this judge");
            }
        }
        try (ScriptedJudge judge = ScriptedJudge.saying("It is 75.", 0)) {
            CommandRun run = CommandRun.of("evaluate", "doctor", "--judge", judge.address(), "--model", "m");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("wrong: the sum", "found It is 75.");
        }
    }
}
