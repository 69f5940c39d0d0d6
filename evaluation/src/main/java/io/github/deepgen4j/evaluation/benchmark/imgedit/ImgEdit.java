// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.imgedit;

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
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Question.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ImgEdit-Bench, its basic suite ({@code imgedit: Benchmark/Basic/}): a judge gives 1 to 5 for three things, by a
 * rubric for each of nine edit types. In {@link Mode#OFFICIAL} a judge is asked once; in {@link Mode#FIXED} again where
 * its reply has no score. Readings and means are the same.
 */
public final class ImgEdit implements Benchmark<ImgEditItem, ImgEditScore> {
    /** The one version. */
    public static final List<ImgEdit> VERSIONS = List.of(new ImgEdit(737));

    private static final String TASK = "edit";
    /** The scripts say so of every picture, whatever it is. */
    private static final PictureFormat FORMAT = PictureFormat.raw("image/png");

    private final int entries;

    /** @param entries that the data must have */
    ImgEdit(int entries) {
        this.entries = entries;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "imgedit",
                "",
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("mean of nine edit types' scores", 5, true),
                entries);
    }

    @Override
    public List<ImgEditItem> load(Path data, Options options) {
        Rubrics.of(options); // a checkout of another version is refused before anything is asked
        return ImgEditData.read(data, entries);
    }

    @Override
    public Protocol protocol() {
        return Protocol.edit();
    }

    @Override
    public List<SampleRequest> plan(ImgEditItem item, Protocol protocol) {
        return List.of(new SampleRequest(
                0, item.prompt().strip(), protocol.seedOf(item.index(), 0), Optional.of(item.source())));
    }

    @Override
    public List<Artifact> artifacts(ImgEditItem item) {
        return List.of(new Artifact.Single(item.id() + ".png", 0));
    }

    @Override
    public List<Task> tasks(ImgEditItem item, Drawn drawn, Options options) {
        List<Part> parts = List.of(
                new Part.Text(Rubrics.of(options).text(item.type(), item.prompt())),
                new Part.Shown(item.source(), FORMAT),
                new Part.Shown(drawn.picture(), FORMAT));
        var parameters = ChatParameters.serverDefaults(options.mode() == Mode.OFFICIAL ? 1 : 3);
        return List.of(new Task(TASK, new Question.Chat(Optional.empty(), parts, parameters)));
    }

    @Override
    public Parsed<ImgEditScore> parse(ImgEditItem item, Task task, Answer answer, Options options) {
        RatedLines lines = RatedLines.of(answer.text());
        if (lines.unreadable().isPresent()) {
            return Parsed.retry("expected numbers, found " + lines.unreadable().get());
        }
        Optional<Double> average = lines.average();
        if (average.isPresent()) {
            return Parsed.ok(new ImgEditScore(
                    average.get(),
                    lines.scores().stream().map(Number::doubleValue).toList()));
        }
        return Parsed.unread("lines of \"Name: number\"", answer.text());
    }

    @Override
    public Summary aggregate(List<ImgEditItem> items, Outcomes<ImgEditScore> outcomes, Options options) {
        Map<EditType, List<Double>> byType = new EnumMap<>(EditType.class);
        List<Contribution> contributions = new ArrayList<>();
        List<SampleScore> samples = new ArrayList<>();
        for (ImgEditItem item : items) {
            outcomes.of(item)
                    .keySet()
                    .forEach(sample -> outcomes.value(item, sample, TASK).ifPresent(score -> {
                        byType.computeIfAbsent(item.type(), _ -> new ArrayList<>())
                                .add(score.average());
                        contributions.add(new Contribution(item.id(), item.group(), score.average(), 1));
                        samples.add(new SampleScore(
                                item.id(),
                                sample,
                                score.average(),
                                score.scores().toString()));
                    }));
        }
        Map<EditType, Double> types = new EnumMap<>(EditType.class);
        byType.forEach((type, scores) -> types.put(type, TypeScores.of(scores)));
        return new Summary(
                TypeScores.headline(types),
                types.entrySet().stream()
                        .map(entry -> new Figure(
                                entry.getKey().word(),
                                "score",
                                entry.getValue(),
                                Figure.Form.POINTS,
                                byType.get(entry.getKey()).size()))
                        .toList(),
                contributions,
                Map.of(),
                samples,
                notes(types, options));
    }

    private static List<String> notes(Map<EditType, Double> types, Options options) {
        List<String> notes = new ArrayList<>();
        if (options.checkout().isEmpty()) {
            notes.add(JudgeText.OWN_NOTE);
        }
        List<String> empty = EditType.words().stream()
                .filter(word -> !types.containsKey(EditType.of(word)))
                .toList();
        if (!empty.isEmpty()) {
            notes.add("no headline: nothing was scored of " + String.join(", ", empty));
        }
        return notes;
    }
}
