// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBench;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBenchItem;
import io.github.deepgen4j.evaluation.run.MockJudge;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.testing.ScriptedJudge.Answer;
import io.github.deepgen4j.testing.ScriptedJudge.Call;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges that fail in every way, and processes that are killed, leave honest counts and the same report. */
class BadJudgesTest {
    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = folder.resolve("pictures");
        CoReBench benchmark = CoReBench.VERSIONS.getLast();
        Options options = Options.usual(benchmark.info());
        List<CoReBenchItem> items =
                new Selection(List.of(), KilledScoring.ITEMS_A_DIMENSION).of(benchmark.load(folder, options));
        for (CoReBenchItem item : items) {
            for (Artifact artifact : benchmark.artifacts(item)) {
                Files.createDirectories(pictures.resolve(artifact.file()).getParent());
                MockJudge.draw(pictures.resolve(artifact.file()));
            }
        }
    }

    private Path results(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Says yes or no by the request, and takes a while. */
    private static Answer fair(Call call) {
        return ScriptedJudge.text(call.body().hashCode() % 3 == 0 ? "no" : "yes")
                .after(20);
    }

    @Test
    void threeKillsLaterTheReportIsTheSame() throws Exception {
        var random = new Random();
        try (ScriptedJudge judge = ScriptedJudge.of(BadJudgesTest::fair)) {
            Path whole = KilledScoring.score(results("whole"), pictures, judge.address());
            int questions = judge.count();
            Path results = results("killed");
            for (int kill = 0; kill < 3; kill++) {
                int moment = judge.count() + 1 + random.nextInt(questions / 4);
                Process child = child(results, judge);
                while (judge.count() < moment && child.isAlive()) {
                    Thread.sleep(2);
                }
                assertThat(child.isAlive()).as("killed after %d calls", moment).isTrue();
                child.destroyForcibly();
                assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }
            int before = judge.count();
            Path resumed = KilledScoring.score(results, pictures, judge.address());
            assertThat(judge.count() - before).isLessThan(questions);
            assertThat(resumed).hasSameBinaryContentAs(whole);
            for (String file : List.of("scores.json", "report.json", "report.csv")) {
                assertThat(results.resolve(file)).hasSameBinaryContentAs(folder.resolve("whole/" + file));
            }
        }
    }

    private Process child(Path results, ScriptedJudge judge) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledScoring.class.getName(),
                        results.toString(),
                        pictures.toString(),
                        judge.address().toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "child.log"))
                .start();
    }

    /** By what is asked: filtered, a gateway's page, busy at first, empty, declined, nonsense, or an answer. */
    private static Function<Call, Answer> bad() {
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        return call -> {
            String body = call.body().substring(call.body().lastIndexOf("Question: "));
            int before =
                    asked.computeIfAbsent(call.body(), _ -> new AtomicInteger()).getAndIncrement();
            if (body.contains("exactly one object")) {
                return new Answer(400, "{\"error\": {\"code\": \"content_filter\"}}");
            }
            if (body.contains("Does it read")) {
                return new Answer(200, "<html><body>502 Bad gateway</body></html>");
            }
            if (body.contains("Is the text")) {
                return ScriptedJudge.text("");
            }
            if (body.contains(" of a") || body.contains("above") || body.contains("below")) {
                return ScriptedJudge.text("I'm sorry, but I can't help with that.");
            }
            if (body.contains("exactly three")) {
                return ScriptedJudge.text("perhaps");
            }
            return before == 0
                    ? new Answer(429, "slow down")
                    : ScriptedJudge.text("yes").after(50);
        };
    }

    @Test
    void everyKindOfFailureIsCounted() throws IOException {
        try (ScriptedJudge judge = ScriptedJudge.of(bad())) {
            Path results = results("bad");
            KilledScoring.score(results, pictures, judge.address());
            List<String> lines = TextReport.lines(List.of(RunScores.of("bad", new RunFolder(results, pictures))));
            assertThat(String.join("\n", lines) + "\n").isEqualTo(golden());
        }
    }

    private static String golden() throws IOException {
        try (var in = BadJudgesTest.class.getResourceAsStream("bad-judge.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
