// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

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
import io.github.deepgen4j.evaluation.data.EmbeddedText;
import io.github.deepgen4j.evaluation.data.Refusal;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.PictureFormat;
import io.github.deepgen4j.evaluation.task.Question.Chat;
import io.github.deepgen4j.evaluation.task.Question.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** T2I-CoReBench; the family of judges says how it is asked and read. */
public final class CoReBench implements Benchmark<CoReBenchItem, YesNo> {
    /** The benchmark, and its form over prompts of ShapeWorld, for models that draw nothing else. */
    public static final List<CoReBench> VERSIONS = List.of(new CoReBench(false), new CoReBench(true));

    private static final int SAMPLES = 4;
    private static final int ROUNDS = 3;
    private static final List<Integer> QWEN_TOKENS = List.of(512, 2048, 8192);
    private static final Map<String, Object> QWEN_EXTRA = Map.of("repetition_penalty", 1.05);
    private static final String ENDING = ".png";

    private final String text = EmbeddedText.read(CoReBench.class, "question.txt");

    private final boolean shapeWorld;

    private CoReBench(boolean shapeWorld) {
        this.shapeWorld = shapeWorld;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "corebench",
                shapeWorld ? "shapeworld" : "",
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline(
                        "mean of " + (shapeWorld ? ShapeWorldChecklists.DIMENSIONS : Dimension.values().length)
                                + " dimensions x 100",
                        100,
                        true),
                shapeWorld ? 0 : Dimension.values().length * CoReBenchData.ITEMS_A_DIMENSION);
    }

    @Override
    public List<CoReBenchItem> load(Path data, Options options) {
        return shapeWorld ? ShapeWorldChecklists.items() : CoReBenchData.read(data);
    }

    @Override
    public List<String> judges() {
        return List.of("gemini", "qwen", "qwen-thinking");
    }

    @Override
    public Protocol protocol() {
        return shapeWorld ? Protocol.ofTheModel().withSamples(SAMPLES) : Protocol.textToImage(SAMPLES);
    }

    @Override
    public List<SampleRequest> plan(CoReBenchItem item, Protocol protocol) {
        return IntStream.range(0, protocol.samples())
                .mapToObj(sample -> new SampleRequest(
                        sample, item.prompt().strip(), protocol.seedOf(item.position(), sample), Optional.empty()))
                .toList();
    }

    @Override
    public List<Artifact> artifacts(CoReBenchItem item) {
        return IntStream.range(0, SAMPLES)
                .<Artifact>mapToObj(
                        sample -> new Artifact.Single(item.group() + "/" + item.id() + "-" + sample + ENDING, sample))
                .toList();
    }

    /** Every PNG of the dimension's folder whose first three parts between dashes are the id. */
    @Override
    public List<Drawn> find(CoReBenchItem item, PictureFolder folder) {
        List<Drawn> found = new ArrayList<>();
        String start = item.id() + "-";
        for (String name : folder.names(item.group())) {
            if (name.startsWith(start) && name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
                String sample = name.substring(start.length(), name.length() - ENDING.length());
                folder.picture(item.group() + "/" + name).ifPresent(picture -> found.add(new Drawn(sample, picture)));
            }
        }
        return found;
    }

    private static Judge judge(Options options) {
        return switch (options.judge()) {
            case "qwen" -> Judge.QWEN;
            case "qwen-thinking" -> Judge.QWEN_THINKING;
            default -> Judge.GEMINI;
        };
    }

    @Override
    public List<Task> tasks(CoReBenchItem item, Drawn drawn, Options options) {
        Judge judge = judge(options);
        var shown = new Part.Shown(drawn.picture(), PictureFormat.raw());
        return IntStream.range(0, item.questions().size())
                .mapToObj(i -> new Task(String.valueOf(i + 1), chat(judge, shown, item.question(i))))
                .toList();
    }

    private Chat chat(Judge judge, Part.Shown shown, String question) {
        return judge == Judge.GEMINI
                ? new Chat(
                        Optional.empty(),
                        List.of(shown, new Part.Text(text + "\n" + question)),
                        new ChatParameters(OptionalDouble.of(0), List.of(), ROUNDS, Map.of()))
                : new Chat(
                        Optional.of(text),
                        List.of(shown, new Part.Text(question)),
                        new ChatParameters(OptionalDouble.of(0), QWEN_TOKENS, ROUNDS, QWEN_EXTRA));
    }

    @Override
    public Parsed<YesNo> parse(CoReBenchItem item, Task task, Answer answer, Options options) {
        String said = judge(options).answer(answer.text());
        if (said.isEmpty()) {
            return Parsed.retry("expected yes or no, found nothing");
        }
        YesNo yesNo = options.mode() == Mode.OFFICIAL ? YesNo.official(said) : YesNo.fixed(said);
        return yesNo == YesNo.BLANK && Refusal.is(said)
                ? Parsed.failed(Failure.Kind.REFUSED, "the judge declined: " + Refusal.shown(said))
                : Parsed.ok(yesNo);
    }

    @Override
    public Summary aggregate(List<CoReBenchItem> items, Outcomes<YesNo> outcomes, Options options) {
        return new CoReBenchSummary(items, outcomes).summary();
    }
}
