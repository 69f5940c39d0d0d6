// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.wise;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Drawn;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.SampleScore;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.data.JudgeText;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.evaluation.task.Question.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** WISE in one of its editions. */
public final class Wise implements Benchmark<WiseItem, Judged> {
    /** The legacy edition, of the published DeepGen figures, then the verified one. */
    public static final List<Wise> VERSIONS = List.of(new Wise(Edition.LEGACY), new Wise(Edition.VERIFIED));

    private static final int ATTEMPTS = 3;
    private static final int LEGACY_TOKENS = 2000;
    private static final int VERIFIED_TOKENS = 500;

    /** The script calls all files PNG. */
    private static final PictureFormat FILE = PictureFormat.raw("image/png");

    private final Edition edition;
    private final Map<Optional<Path>, WiseTexts> texts = new ConcurrentHashMap<>();

    private Wise(Edition edition) {
        this.edition = edition;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "wise",
                edition.word(),
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("mean of six categories weighted by their items", 1, false),
                Edition.ITEMS);
    }

    @Override
    public List<WiseItem> load(Path data, Options options) {
        return WiseData.read(data, edition);
    }

    /** One: of the four that DeepGen's script draws it keeps the first. */
    @Override
    public Protocol protocol() {
        return Protocol.textToImage(1);
    }

    @Override
    public List<SampleRequest> plan(WiseItem item, Protocol protocol) {
        return List.of(
                new SampleRequest(0, item.prompt().strip(), protocol.seedOf(item.number() - 1, 0), Optional.empty()));
    }

    @Override
    public List<Artifact> artifacts(WiseItem item) {
        return List.of(new Artifact.Single(item.number() + ".png", 0));
    }

    private WiseTexts texts(Options options) {
        return texts.computeIfAbsent(options.checkout(), checkout -> WiseTexts.of(edition, checkout));
    }

    @Override
    public List<Task> tasks(WiseItem item, Drawn drawn, Options options) {
        WiseTexts judge = texts(options);
        List<Part> parts = List.of(new Part.Text(judge.of(item)), new Part.Shown(drawn.picture(), FILE));
        var parameters = switch (edition) {
            case LEGACY -> ChatParameters.of(0, LEGACY_TOKENS, ATTEMPTS);
            case VERIFIED ->
                new ChatParameters(
                        OptionalDouble.of(0),
                        List.of(VERIFIED_TOKENS),
                        ATTEMPTS,
                        Map.of("chat_template_kwargs", Map.of("enable_thinking", false)));
        };
        return List.of(new Task("score", new Chat(Optional.of(judge.system().render(Map.of())), parts, parameters)));
    }

    @Override
    public Parsed<Judged> parse(WiseItem item, Task task, Answer answer, Options options) {
        Optional<Judged> judged = switch (edition) {
            case LEGACY ->
                WiseReply.legacy(answer.text())
                        .filter(scales -> options.mode() == Mode.OFFICIAL || scales.inRange())
                        .map(Judged::of);
            case VERIFIED -> {
                OptionalInt score = WiseReply.verified(WiseReply.withoutThoughts(answer.text()));
                yield score.isPresent()
                        ? Optional.of(new Judged(score.getAsInt(), "score " + score.getAsInt()))
                        : Optional.empty();
            }
        };
        if (judged.isPresent()) {
            return Parsed.ok(judged.get());
        }
        return Parsed.unread(edition == Edition.LEGACY ? "three named scores" : "Score: 0 or 1", answer.text());
    }

    @Override
    public Summary aggregate(List<WiseItem> items, Outcomes<Judged> outcomes, Options options) {
        var tally = new WiseTally(edition);
        List<Contribution> contributions = new ArrayList<>();
        List<SampleScore> samples = new ArrayList<>();
        for (WiseItem item : items) {
            outcomes.of(item)
                    .forEach((sample, tasks) -> tasks.values()
                            .forEach(outcome -> outcome.value().ifPresent(judged -> {
                                tally.add(item.number(), OptionalDouble.of(judged.score()));
                                contributions.add(new Contribution(item.id(), item.group(), judged.score(), 1));
                                samples.add(new SampleScore(item.id(), sample, judged.score(), judged.decision()));
                            })));
        }
        List<Figure> figures = new ArrayList<>();
        tally.categories()
                .forEach((category, mean) -> figures.add(new Figure(
                        word(category),
                        "score",
                        mean,
                        Figure.Form.SHARE,
                        tally.counts().get(category))));
        Map<String, Double> weights = new LinkedHashMap<>();
        edition.weights().forEach((category, weight) -> weights.put(word(category), weight));
        return new Summary(
                tally.overPresent(),
                figures,
                contributions,
                weights,
                samples,
                notes(tally, texts(options).official()));
    }

    private static String word(Category category) {
        return category.name().toLowerCase(Locale.ROOT);
    }

    private List<String> notes(WiseTally tally, boolean official) {
        List<String> notes = new ArrayList<>();
        if (!official) {
            notes.add(JudgeText.OWN_NOTE);
        }
        if (!tally.complete()) {
            notes.add("the official calculator gives no overall figure unless all 1,000 items have a score");
        }
        return notes;
    }
}
