// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.corebench.CoReBench;
import io.github.deepgen4j.evaluation.benchmark.corebench.Dimension;
import io.github.deepgen4j.evaluation.benchmark.unigenbench.UniGenBench;
import io.github.deepgen4j.evaluation.benchmark.wise.Wise;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.MockJudge;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.testing.ScriptedJudge;
import io.github.deepgen4j.testing.ScriptedJudge.Answer;
import io.github.deepgen4j.testing.ScriptedJudge.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From data files as published to the page, with a judge over HTTP that answers well and badly. */
class JudgedOverHttpTest {
    private static final String MARKS = "<analysis>['a', 'b']</analysis><score>[1, 0]</score>";

    @TempDir
    private Path folder;

    private Path pictures;
    private Path results;

    private <I extends Item, V> Scores score(Benchmark<I, V> benchmark, int perGroup, Function<Call, Answer> script)
            throws IOException {
        pictures = Files.createDirectories(folder.resolve("pictures"));
        results = Files.createDirectories(folder.resolve("results"));
        Options options = Options.usual(benchmark.info()).withSelection(new Selection(List.of(), perGroup));
        List<I> all = benchmark.load(folder, options);
        for (I item : options.selection().of(all)) {
            for (Artifact artifact : benchmark.artifacts(item)) {
                Files.createDirectories(pictures.resolve(artifact.file()).getParent());
                MockJudge.draw(pictures.resolve(artifact.file()));
            }
        }
        var retries = RetryPolicy.DEFAULT.with(20, _ -> {});
        try (ScriptedJudge judge = ScriptedJudge.of(script);
                var client = new JudgeClient(
                        JudgeOptions.of(judge.address(), "judge").withRetries(retries), _ -> {});
                Journal journal = Journal.open(
                        results.resolve("journal.jsonl"), benchmark.info().word() + " " + options.language())) {
            return new Scoring<>(benchmark, all, options, new RunFolder(results, pictures))
                    .score(Asking.of(List.of(client), journal, 8), true, () -> {});
        }
    }

    private String page() throws IOException {
        return Files.readString(
                RunReport.write(List.of(RunScores.of("run", new RunFolder(results, pictures))), results));
    }

    @Test
    void uniGenBenchIsReadJudgedAndShown() throws IOException {
        String rows = IntStream.range(0, 600)
                .mapToObj(i -> i
                        + ",\"three <boats> " + i
                        + "\",\"{\"\"Testpoints\"\": [\"\"Style\"\", \"\"Attribute - Quantity\"\"],"
                        + " \"\"Testpoint Description\"\": [\"\"ink\"\", \"\"three\"\"]}\"")
                .collect(Collectors.joining("\n", "index,prompt_en,sub_dims_en\n", "\n"));
        Files.writeString(folder.resolve("test_prompts_en.csv"), rows);
        Scores scores = score(UniGenBench.VERSIONS.getFirst(), 2, call -> switch (call.number() % 4) {
            case 0 -> new Answer(429, "slow down");
            case 1 -> ScriptedJudge.text("no tags at all");
            default -> ScriptedJudge.text(MARKS);
        });
        assertThat(scores.counts().failed()).isEmpty();
        assertThat(scores.counts().whole()).isEqualTo(8);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(50);
        assertThat(page())
                .contains("three &lt;boats&gt; 1", "wrong: Attribute - Quantity (three)", "[1, 0]", "8 of 2400");
    }

    @Test
    void wiseCountsRefusalsByTheServerAndByTheJudge() throws IOException {
        String all = IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> "{\"Prompt\": \"p " + i + "\", \"Explanation\": \"e\", \"prompt_id\": " + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
        Files.writeString(folder.resolve("merge.json"), all);
        Scores scores = score(Wise.VERSIONS.getLast(), 1, call -> {
            if (call.body().contains("p 1\\\"")) {
                return new Answer(400, "{\"error\": {\"code\": \"content_filter\", \"message\": \"filtered\"}}");
            }
            return call.body().contains("p 401\\\"")
                    ? ScriptedJudge.text("I'm sorry, I can't assist with that.")
                    : call.body().contains("p 521\\\"")
                            ? new Answer(200, "<html><body>gateway</body></html>")
                            : ScriptedJudge.text("**Score**: 1");
        });
        assertThat(scores.counts().failed()).containsEntry("refused", 2);
        assertThat(scores.counts().whole()).isEqualTo(3);
        assertThat(scores.counts().failed().values().stream().mapToInt(n -> n).sum())
                .isEqualTo(3);
        assertThat(scores.headline().orElseThrow().partial()).isEqualTo("3 of 1000");
        assertThat(page()).contains("[refused]", "prompt=own");
    }

    @Test
    void coReBenchAsksEachQuestion() throws IOException {
        for (Dimension dimension : Dimension.values()) {
            String entries = IntStream.rangeClosed(1, 90)
                    .mapToObj(i -> String.format(
                            Locale.ROOT,
                            "\"%s-%03d\": {\"Prompt\": \"p\", \"Checklist\": [{\"question\": \"Is it A?\", \"tags\":"
                                    + " []}, {\"question\": \"Is it B?\", \"tags\": []}]}",
                            dimension.code(),
                            i))
                    .collect(Collectors.joining(",\n", "{", "}"));
            Files.writeString(folder.resolve(dimension.code() + ".json"), entries);
        }
        Scores scores = score(
                CoReBench.VERSIONS.getFirst(),
                1,
                call -> ScriptedJudge.text(call.body().contains("Is it A?") ? " YES " : "no"));
        assertThat(scores.counts().tasks()).isEqualTo(12 * 4 * 2);
        assertThat(scores.headline().orElseThrow().value()).isEqualTo(50);
        assertThat(page()).contains("no: Is it B?", "contaminated", "1: YES");
    }
}
