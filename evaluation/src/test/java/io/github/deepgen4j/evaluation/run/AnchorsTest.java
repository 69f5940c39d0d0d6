// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.judge.Budget;
import io.github.deepgen4j.evaluation.judge.Usage;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A judge that is exchanged or turned up is noticed, a noisy one is not. */
class AnchorsTest {
    @TempDir
    private Path folder;

    private RunFolder run(String name) throws IOException {
        return new RunFolder(Files.createDirectories(folder.resolve(name)), folder);
    }

    /** Scores by the anchor's kind, with noise and a bias that stays. */
    private static MockJudge judge(long seed, double noise, double bias) {
        var random = new Random(seed);
        return new MockJudge((picture, _, _) -> {
            int number = Integer.parseInt(picture.replaceFirst("anchor ", ""));
            double drawn;
            synchronized (random) {
                drawn = random.nextGaussian();
            }
            double score = List.of(92, 60, 8).get(number % 3) + bias + noise * drawn;
            return "<think>3 of 4</think>\n" + Math.clamp(Math.round(score), 0, 100);
        });
    }

    @Test
    void aJudgeTurnedUpHalfWayIsCaught() throws IOException {
        RunFolder run = run("run");
        Anchors.ask(run, judge(1, 2, 0));
        Anchors end = Anchors.ask(run, judge(2, 2, -6));
        assertThat(end).isEqualTo(Anchors.read(run));
        assertThat(end.changed().orElseThrow())
                .contains("not the one that it was when this run began", "of 100 over 24 fixed pictures (99.9 % -");
    }

    @Test
    void noiseIsNoChangeAndAShiftIsOne() throws IOException {
        int alarms = 0;
        int missed = 0;
        var random = new Random(4);
        for (int i = 0; i < 1000; i++) {
            alarms += new Anchors(List.of(round(random, 5, 0), round(random, 5, 0)))
                            .changed()
                            .isPresent()
                    ? 1
                    : 0;
            missed += new Anchors(List.of(round(random, 5, 0), round(random, 5, 8)))
                            .changed()
                            .isPresent()
                    ? 0
                    : 1;
        }
        assertThat(alarms).isLessThan(10);
        assertThat(missed).isLessThan(100);
    }

    private static Anchors.Round round(Random random, double noise, double bias) {
        return new Anchors.Round(
                "judge",
                IntStream.range(0, 24)
                        .mapToObj(_ -> OptionalDouble.of(50 + bias + noise * random.nextGaussian()))
                        .toList());
    }

    @Test
    void runsOfJudgesThatDifferAreToldApart() throws IOException {
        RunFolder a = run("a");
        RunFolder b = run("b");
        Anchors first = Anchors.ask(a, judge(1, 0, 0));
        assertThat(first.shift(Anchors.ask(b, judge(2, 0, 0)))).isEmpty();
        assertThat(first.shift(Anchors.ask(b, judge(3, 0, -4))).orElseThrow().mean())
                .isCloseTo(-4, within(0.1));
        assertThat(first.changed()).isEmpty();
    }

    @Test
    void anotherJudgeAndAnchorsWithoutScoresSayNothing() {
        var random = new Random(4);
        Anchors.Round silent = new Anchors.Round(
                "judge",
                IntStream.range(0, 24).mapToObj(_ -> OptionalDouble.empty()).toList());
        Anchors.Round other = new Anchors.Round("other", round(random, 0, 40).scores());
        assertThat(new Anchors(List.of(round(random, 0, 0), silent, other)).changed())
                .isEmpty();
    }

    @Test
    void thePicturesAreTheSameForEver() {
        List<String> sums = AnchorQuestions.ALL.stream()
                .map(question -> question.pictures().getFirst())
                .map(Picture::image)
                .map(image -> image.sha256())
                .toList();
        assertThat(sums).hasSize(24).doesNotHaveDuplicates();
        assertThat(Digest.sha256().add(String.join("", sums)).hex())
                .isEqualTo("48d11c87ba457046471c44219cedbdda293f11a1f495f7d14b87fed75db5e017");
    }

    @ParameterizedTest
    @CsvSource({"7,7", "'Score: 85',85", "'**100**',100", "'out of 100: 40.',40", "'<think>3</think> 12',12"})
    void theLastNumberCounts(String reply, double score) {
        assertThat(AnchorQuestions.score(reply)).hasValue(score);
    }

    @ParameterizedTest
    @CsvSource({"none", "101", "1000", "''"})
    void otherRepliesAreNoScore(String reply) {
        assertThat(AnchorQuestions.score(reply)).isEmpty();
    }

    @Test
    void repeatsMeasureTheJudgesOwnSpread() throws IOException {
        var random = new Random(5);
        List<Map<String, Double>> times = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            times.add(Map.of("a", 5 + random.nextGaussian(), "b", 7.0));
        }
        Repeats repeats = Repeats.of(times, 10);
        assertThat(repeats.deviation()).isCloseTo(Math.sqrt(0.5), within(0.05));
        assertThat(repeats.same()).isEqualTo(1);
        repeats.write(run("run"));
        assertThat(Repeats.read(run("run"))).hasValue(repeats);
        assertThat(repeats.toString()).contains("asked 400 times about 2 pictures", "of 10.0, 1 the same each time");
    }

    @Test
    void costsAddUp() throws IOException {
        Budget prices = new Budget(0, 0, 2, 10);
        Spending.add(run("run"), new Usage(3, 1_000_000, 100_000), prices);
        Spending.add(run("run"), new Usage(1, 500_000, 0), prices);
        Spending.add(run("run"), new Usage(0, 0, 0), prices);
        assertThat(Spending.read(run("run")).orElseThrow())
                .hasToString("4 calls of judges, 1500000 tokens sent and 100000 received, 4.00");
    }
}
