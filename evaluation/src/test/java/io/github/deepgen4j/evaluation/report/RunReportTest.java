// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.wise.Category;
import io.github.deepgen4j.evaluation.benchmark.wise.Wise;
import io.github.deepgen4j.evaluation.benchmark.wise.WiseItem;
import io.github.deepgen4j.evaluation.run.MockJudge;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Reports and comparisons of runs of WISE that a judge without a network scored. */
class RunReportTest {
    private static final Wise VERIFIED = Wise.VERSIONS.getLast();
    private static final List<WiseItem> ITEMS = IntStream.rangeClosed(381, 420)
            .mapToObj(i ->
                    new WiseItem(i, i <= 400 ? Category.CULTURE : Category.TIME, "prompt <" + i + ">", "explanation"))
            .toList();

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = Files.createDirectories(folder.resolve("drawn"));
        for (WiseItem item : ITEMS) {
            for (Artifact artifact : VERIFIED.artifacts(item)) {
                MockJudge.draw(pictures.resolve(artifact.file()));
            }
        }
    }

    /** A run in which the items pass that the rule says. */
    private RunScores run(String name, IntPredicate passes) {
        return run(VERIFIED, name, (picture, _, _) -> {
            int number = Integer.parseInt(picture.substring(0, picture.indexOf('.')));
            return passes.test(number) ? "Score: 1" : "Score: 0";
        });
    }

    private RunScores run(Wise version, String name, MockJudge.Script script) {
        Path results = folder.resolve(name);
        try {
            Files.createDirectories(results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new MockJudge(script).score(version, ITEMS, Options.usual(version.info()), pictures, results);
        return RunScores.of(name, new RunFolder(results, pictures));
    }

    @Test
    void theIntervalIsThatOfTheHeadline() {
        RunScores run = run("a", i -> i % 2 == 0);
        assertThat(run.estimate().orElseThrow().value())
                .isEqualTo(run.scores().headline().orElseThrow().value(), within(1e-9));
        assertThat(run.estimate().orElseThrow().items()).isEqualTo(40);
        assertThat(run.estimate().orElseThrow().low()).isBetween(0.2, 0.5);
        assertThat(run.strata().keySet()).containsExactlyInAnyOrder("culture", "time");
    }

    @Test
    void aWorseRunIsFoundAndASmallDifferenceIsNot() {
        RunScores base = run("a", i -> i % 4 != 0);
        RunComparison worse = RunComparison.of(List.of(base), List.of(run("b", i -> i % 4 == 1)));
        assertThat(worse.differs()).isTrue();
        assertThat(worse.isBelow(-0.1)).isTrue();
        assertThat(worse.comparison().worse()).isEqualTo(20);
        RunComparison close = RunComparison.of(List.of(base), List.of(run("c", i -> i % 4 != 0 && i != 381)));
        assertThat(close.differs()).isFalse();
        assertThat(close.isBelow(0)).isFalse();
        assertThat(RunComparison.adjusted(List.of(worse, close)).getFirst().adjusted())
                .isEqualTo(2 * worse.comparison().p(), within(1e-12));
    }

    @Test
    void severalSeedsAreComparedBySetting() {
        RunScores a = run("a", i -> i % 4 != 0);
        RunScores b = run("b", i -> i % 4 != 1);
        RunComparison seeds = RunComparison.of(List.of(a, b), List.of(b, a));
        assertThat(seeds.seeds()).isEqualTo(2);
        assertThat(seeds.comparison().difference().value()).isZero();
        assertThatThrownBy(() -> RunComparison.of(List.of(a, b), List.of(a))).hasMessageContaining("found 2 and 1");
    }

    @Test
    void anotherVersionIsNoComparison() {
        RunScores verified = run("a", _ -> true);
        RunScores legacy =
                run(Wise.VERSIONS.getFirst(), "b", (_, _, _) -> "Consistency: 1\nRealism: 1\nAesthetic Quality: 1");
        assertThatThrownBy(() -> RunComparison.of(List.of(verified), List.of(legacy)))
                .hasMessageContaining("wise:verified en, official mode and wise:legacy en, official mode");
    }

    @Test
    void foldersOfRunsAreComparedByBenchmark() throws IOException {
        run("base/x", i -> i % 2 == 0);
        run("next/y", i -> i % 3 == 0);
        assertThat(RunsFolder.pairs(folder.resolve("base"), folder.resolve("next")))
                .singleElement()
                .satisfies(pair -> assertThat(pair.getLast().name()).endsWith("y"));
        Files.createDirectories(folder.resolve("none"));
        assertThatThrownBy(() -> RunsFolder.pairs(folder.resolve("base"), folder.resolve("none")))
                .hasMessageContaining("of the same benchmark");
    }

    @Test
    void theTerminalTableStandsAsItIs() {
        RunScores run = run(
                VERIFIED,
                "a",
                (picture, _, _) ->
                        picture.startsWith("381") ? "refuse" : picture.startsWith("382") ? "<html>" : "Score: 1");
        assertThat(TextReport.lines(List.of(run)))
                .startsWith(
                        "a: wise:verified en, official mode, judged by mock",
                        "  1.0000 (95 % 0.8771 to 1.0000, 38 items) of 1.0: mean of six categories weighted by their"
                                + " items, 38 of 40 images",
                        "  40 of 40 images there, 38 of 40 questions answered, 1 refused, 1 unreadable")
                .contains(
                        "  culture, score    100.00 (81.47 to 100.00) n 18",
                        "  as published, not measured, verified (wise: leadboard.md):",
                        "    DeepGen 1.0                  0.5700");
    }

    @Test
    void thePageNeedsNothingBesideItAndIsTheSameEachTime() throws IOException {
        RunScores a = run("a", i -> i % 2 == 0);
        RunScores b = run("b", i -> i % 3 == 0);
        Path made = folder.resolve("new/report");
        Path page = RunReport.write(List.of(a, b), made);
        String html = Files.readString(page);
        assertThat(html)
                .contains("data:image/jpeg;base64,", "prompt &lt;381&gt;", "Score: 1", "as published, not measured")
                .contains("Differences to the first run", "data-group=\"culture\"", "worse in the last run")
                .doesNotContain("prompt <381>", "http://", "https://", "src=\"/");
        assertThat(html.split("class=\"card\"")).hasSize(41);
        byte[] json = Files.readAllBytes(made.resolve("report.json"));
        RunReport.write(List.of(a, b), made);
        assertThat(Files.readString(page)).isEqualTo(html);
        assertThat(Files.readAllBytes(made.resolve("report.json"))).isEqualTo(json);
        assertThat(new JsonMapper().readTree(json).get("runs")).hasSize(2);
        assertThat(Files.readAllLines(made.resolve("report.csv")))
                .contains("run,benchmark,version,language,mode,group,measure,value,low,high,n")
                .anyMatch(line -> line.startsWith("a,wise,verified,en,official,culture,score,0.5"));
    }

    @Test
    void aPictureThatIsGoneIsSaid() throws IOException {
        RunScores run = run("a", _ -> true);
        Files.delete(pictures.resolve("390.png"));
        assertThat(Files.readString(RunReport.write(List.of(run), folder))).contains("390.png cannot be shown");
    }

    @Test
    void thumbnailsOfAFullBenchmarkStayWithinTheirBudget() {
        byte[] noise = new byte[3 * 512 * 512];
        new Random(1).nextBytes(noise);
        Path file = folder.resolve("noise.png");
        Image.of(512, 512, noise).writePng(file);
        String url = Thumbnails.of(4320).url(file).orElseThrow();
        assertThat(4320L * url.length()).isLessThan(19L << 20);
        byte[] jpeg = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        assertThat(Image.read(jpeg, "thumbnail").width()).isGreaterThanOrEqualTo(24);
    }

    @Test
    void publishedTablesNameTheContaminatedRow() {
        assertThat(Published.of("corebench", "").getFirst().rows())
                .filteredOn(row -> row.remark().startsWith("contaminated"))
                .singleElement()
                .extracting(Published.Row::model)
                .isEqualTo("DeepGen 1.0 RL");
        assertThat(Published.of("wise", "verified").getFirst().version()).isEqualTo("verified");
        assertThat(Published.of("none", "")).isEmpty();
    }
}
