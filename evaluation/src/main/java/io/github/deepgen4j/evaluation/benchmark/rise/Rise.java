// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.rise;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.edit.FinalScoreQuestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RISEBench ({@code rise: gpt_eval.py}): up to three questions an item, by its category and references. In {@link
 * Mode#OFFICIAL} a reply without a score makes its item incomplete, several numbers are joined as the script joins them
 * and the score has its error with freed items; in {@link Mode#FIXED} such a reply is asked for again, and then fails,
 * and the first number counts.
 */
public final class Rise implements Benchmark<RiseItem, JudgeNumbers> {
    private static final List<String> ALL_ITEMS =
            List.of("datav2_total_w_subtask.json", "RISEBench-full/datav2_total_w_subtask.json");
    private static final List<String> REPOSITORY = List.of("data_total.json", "data/data_total.json");

    /**
     * The rules of now and those before commit ce8cba3 (2026-04-13), in which published tables of 2025 and DeepGen's
     * were made; each for all items and for the 64 in the repository.
     */
    public static final List<Rise> VERSIONS = List.of(
            new Rise("after-ce8cba3", false, ALL_ITEMS, 360),
            new Rise("before-ce8cba3", true, ALL_ITEMS, 360),
            new Rise("after-ce8cba3-64", false, REPOSITORY, 64),
            new Rise("before-ce8cba3-64", true, REPOSITORY, 64));

    private final String version;
    private final boolean beforeFix;
    private final List<String> names;
    private final int published;

    /**
     * @param names of the list of items, of which the first that is there is read
     * @param published number of items that it must have
     */
    Rise(String version, boolean beforeFix, List<String> names, int published) {
        this.version = version;
        this.beforeFix = beforeFix;
        this.names = names;
        this.published = published;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "rise",
                version,
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("per cent of items with the best grade in all that is judged", 100, false),
                published);
    }

    @Override
    public List<RiseItem> load(Path data, Options options) {
        RiseTexts.of(options); // a checkout of another version is refused before anything is asked
        return RiseData.read(data, names, published);
    }

    @Override
    public Protocol protocol() {
        return Protocol.edit();
    }

    @Override
    public List<SampleRequest> plan(RiseItem item, Protocol protocol) {
        return List.of(new SampleRequest(
                0, item.prompt().strip(), protocol.seedOf(item.number(), 0), Optional.of(item.source())));
    }

    private static String file(RiseItem item) {
        return "images/" + item.category().word() + "/" + item.id();
    }

    @Override
    public List<Artifact> artifacts(RiseItem item) {
        return List.of(new Artifact.Single(file(item) + ".png", 0));
    }

    /** Also pictures of other kinds, and those without the folder {@code images}, as DeepGen's script writes them. */
    @Override
    public List<Drawn> find(RiseItem item, PictureFolder folder) {
        List<String> files = Stream.of(file(item), item.category().word() + "/" + item.id())
                .flatMap(file -> Stream.of(".png", ".jpg", ".jpeg").map(ending -> file + ending))
                .toList();
        return folder.picture(files).map(picture -> new Drawn("0", picture)).stream()
                .toList();
    }

    @Override
    public List<Task> tasks(RiseItem item, Drawn drawn, Options options) {
        int attempts = options.mode() == Mode.OFFICIAL ? 1 : 3;
        RiseTexts texts = RiseTexts.of(options);
        return RiseRoute.of(item, drawn.picture()).stream()
                .map(route -> new Task(
                        route.judge(),
                        FinalScoreQuestion.of(texts.text(route.prompt(), item), route.pictures(), attempts)))
                .toList();
    }

    @Override
    public Parsed<JudgeNumbers> parse(RiseItem item, Task task, Answer answer, Options options) {
        List<Double> numbers = FinalScore.numbers(answer.text());
        if (!numbers.isEmpty()) {
            return Parsed.ok(new JudgeNumbers(numbers));
        }
        Parsed<JudgeNumbers> unread = Parsed.unread("a final score", answer.text());
        return options.mode() == Mode.OFFICIAL && unread instanceof Parsed.Retry<JudgeNumbers>
                ? Parsed.ok(new JudgeNumbers(List.of()))
                : unread;
    }

    @Override
    public Summary aggregate(List<RiseItem> items, Outcomes<JudgeNumbers> outcomes, Options options) {
        return new RiseSummary(beforeFix, options).of(items, outcomes);
    }
}
