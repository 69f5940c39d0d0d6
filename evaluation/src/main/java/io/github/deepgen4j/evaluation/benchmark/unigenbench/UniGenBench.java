// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

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
import io.github.deepgen4j.evaluation.data.Refusal;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.evaluation.task.Question.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** UniGenBench by one of its two scorers. */
public final class UniGenBench implements Benchmark<UniGenBenchItem, Marks> {
    /** The official rules, those of reinforcement learning, and the official ones over prompts of ShapeWorld. */
    public static final List<UniGenBench> VERSIONS = List.of(
            new UniGenBench(Rules.OFFICIAL, false),
            new UniGenBench(Rules.RL, false),
            new UniGenBench(Rules.OFFICIAL, true));

    private static final int SAMPLES = 4;
    private static final int MAX_TOKENS = 4096;

    /** The first and ten repetitions. */
    private static final int OFFICIAL_ATTEMPTS = 11;

    private static final Map<String, Object> NO_SAMPLING = Map.of("do_sample", false);
    private static final PictureFormat JPEG = PictureFormat.jpeg(95);

    private final Rules rules;
    private final Map<String, JudgeTexts> texts = new ConcurrentHashMap<>();

    private final boolean shapeWorld;

    private UniGenBench(Rules rules, boolean shapeWorld) {
        this.rules = rules;
        this.shapeWorld = shapeWorld;
    }

    @Override
    public BenchmarkInfo info() {
        var headline = switch (rules) {
            case OFFICIAL -> new BenchmarkInfo.Headline("mean of the dimensions' accuracies x 100", 100, true);
            case RL -> new BenchmarkInfo.Headline("accuracy over all test points x 100", 100, false);
        };
        return new BenchmarkInfo(
                "unigenbench",
                shapeWorld ? "shapeworld" : rules.word(),
                shapeWorld ? List.of(Language.words().getFirst()) : Language.words(),
                Mode.OFFICIAL,
                headline,
                shapeWorld ? 0 : UniGenBenchData.ITEMS);
    }

    private JudgeTexts texts(Options options) {
        String code = Language.of(options.language()).code();
        return texts.computeIfAbsent(code, _ -> JudgeTexts.of(rules, code));
    }

    @Override
    public List<UniGenBenchItem> load(Path data, Options options) {
        if (shapeWorld) {
            return ShapeWorldPoints.items();
        }
        Set<String> known = rules == Rules.OFFICIAL ? texts(options).labels() : Set.of();
        return new UniGenBenchData(Language.of(options.language()), known).read(data);
    }

    @Override
    public List<String> judges() {
        return rules == Rules.OFFICIAL ? List.of("gemini", "qwen") : List.of();
    }

    @Override
    public Protocol protocol() {
        return shapeWorld ? Protocol.ofTheModel().withSamples(SAMPLES) : Protocol.textToImage(SAMPLES);
    }

    @Override
    public List<SampleRequest> plan(UniGenBenchItem item, Protocol protocol) {
        return IntStream.range(0, protocol.samples())
                .mapToObj(sample -> new SampleRequest(
                        sample, item.prompt().strip(), protocol.seedOf(item.index(), sample), Optional.empty()))
                .toList();
    }

    @Override
    public List<Artifact> artifacts(UniGenBenchItem item) {
        String separator = rules == Rules.OFFICIAL ? "_" : ".";
        return IntStream.range(0, SAMPLES)
                .<Artifact>mapToObj(sample -> new Artifact.Single(item.index() + separator + sample + ".png", sample))
                .toList();
    }

    @Override
    public List<Task> tasks(UniGenBenchItem item, Drawn drawn, Options options) {
        var text = new Part.Text(texts(options).of(item));
        boolean official = rules == Rules.OFFICIAL;
        boolean gemini = official && !options.judge().equals("qwen");
        List<Part> parts = gemini
                ? List.of(text, new Part.Shown(drawn.picture(), PictureFormat.raw()))
                : List.of(new Part.Shown(drawn.picture(), JPEG), text);
        var parameters = new ChatParameters(
                OptionalDouble.empty(),
                List.of(MAX_TOKENS),
                official ? OFFICIAL_ATTEMPTS : 1,
                gemini ? Map.of() : NO_SAMPLING);
        return List.of(new Task("marks", new Chat(Optional.empty(), parts, parameters)));
    }

    @Override
    public Parsed<Marks> parse(UniGenBenchItem item, Task task, Answer answer, Options options) {
        int points = item.points().size();
        try {
            MarksReply reply = MarksReply.read(answer.text());
            return Parsed.ok(
                    switch (rules) {
                        case RL -> reply.rl(points);
                        case OFFICIAL -> options.mode() == Mode.OFFICIAL ? reply.official(points) : reply.fixed(points);
                    });
        } catch (IllegalArgumentException e) {
            if (Refusal.is(answer.text())) {
                return Parsed.failed(Failure.Kind.REFUSED, "the judge declined: " + Refusal.shown(answer.text()));
            }
            return rules == Rules.RL && options.mode() == Mode.OFFICIAL
                    ? Parsed.ok(Marks.unread(points))
                    : Parsed.retry(e.getMessage());
        }
    }

    @Override
    public Summary aggregate(List<UniGenBenchItem> items, Outcomes<Marks> outcomes, Options options) {
        return new UniGenBenchSummary(rules, items, outcomes).summary();
    }
}
