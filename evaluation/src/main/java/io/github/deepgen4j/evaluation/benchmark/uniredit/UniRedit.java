// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.edit.FinalScoreQuestion;
import io.github.deepgen4j.evaluation.benchmark.rise.FinalScore;
import io.github.deepgen4j.evaluation.benchmark.rise.JudgeNumbers;
import io.github.deepgen4j.evaluation.task.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * UniREditBench ({@code uniredit: eval/gpt_eval_uniredit.py}): three questions an item, for consistency, reasoning and
 * quality. An item without all three numbers is left out of score and accuracy. In {@link Mode#OFFICIAL} a judge is
 * asked once, in {@link Mode#FIXED} again where its reply has no score.
 */
public final class UniRedit implements Benchmark<UniReditItem, JudgeNumbers> {
    /** The one version. */
    public static final List<UniRedit> VERSIONS = List.of(new UniRedit(2700));

    static final String CONSISTENCY = "judge1";
    static final String REASONING = "judge2";
    static final String QUALITY = "judge3";

    private final int published;

    /** @param published number of items that the data must have */
    UniRedit(int published) {
        this.published = published;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "uniredit",
                "",
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("mean score of valid items in per cent", 100, true),
                published);
    }

    @Override
    public List<UniReditItem> load(Path data, Options options) {
        UniReditTexts.of(options); // a checkout of another version is refused before anything is asked
        return UniReditData.read(data, published);
    }

    @Override
    public Protocol protocol() {
        return Protocol.edit();
    }

    @Override
    public List<SampleRequest> plan(UniReditItem item, Protocol protocol) {
        return List.of(
                new SampleRequest(0, item.prompt(), protocol.seedOf(item.number(), 0), Optional.of(item.source())));
    }

    @Override
    public List<Artifact> artifacts(UniReditItem item) {
        return List.of(new Artifact.Single(item.file(), 0));
    }

    @Override
    public List<Task> tasks(UniReditItem item, Drawn drawn, Options options) {
        int attempts = options.mode() == Mode.OFFICIAL ? 1 : 3;
        UniReditTexts texts = UniReditTexts.of(options);
        Picture result = drawn.picture();
        return List.of(
                new Task(
                        CONSISTENCY,
                        FinalScoreQuestion.of(
                                UniReditTexts.render(texts.consistency(), item),
                                List.of(item.source(), result),
                                attempts)),
                new Task(
                        REASONING,
                        FinalScoreQuestion.of(
                                UniReditTexts.render(texts.reasoning(), item),
                                List.of(item.source(), item.reference(), result),
                                attempts)),
                new Task(
                        QUALITY,
                        FinalScoreQuestion.of(UniReditTexts.render(texts.quality(), item), List.of(result), attempts)));
    }

    @Override
    public Parsed<JudgeNumbers> parse(UniReditItem item, Task task, Answer answer, Options options) {
        List<Double> numbers = FinalScore.numbers(answer.text());
        if (!numbers.isEmpty()) {
            return Parsed.ok(new JudgeNumbers(numbers));
        }
        return Parsed.unread("a final score", answer.text());
    }

    @Override
    public Summary aggregate(List<UniReditItem> items, Outcomes<JudgeNumbers> outcomes, Options options) {
        return UniReditSummary.of(items, outcomes, options);
    }
}
