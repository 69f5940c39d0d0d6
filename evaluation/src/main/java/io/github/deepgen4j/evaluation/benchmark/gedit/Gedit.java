// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

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
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Resize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GEdit-Bench ({@code step1x: GEdit-Bench/test_gedit_score.py}): a judge gives 0 to 10 for what was edited, shown
 * source and result, and for how the result looks. Each language is measured by itself. In {@link Mode#OFFICIAL}
 * replies without braces become random numbers from the second attempt on, as in the original: for audits only.
 */
public final class Gedit implements Benchmark<GeditItem, GeditScore> {
    /** The benchmark, and its form over edits of ShapeWorld, for models that draw nothing else. */
    public static final List<Gedit> VERSIONS = List.of(new Gedit(1212), new Gedit(0));

    static final String SEMANTICS = "semantics";
    static final String QUALITY = "quality";

    private static final String ENGLISH = "en";
    private static final String CHINESE = "cn";

    private final int rows;

    /** @param rows that the data must have, in both languages; 0 over ShapeWorld, which has no file */
    Gedit(int rows) {
        this.rows = rows;
    }

    private boolean isShapeWorld() {
        return rows == 0;
    }

    private List<String> groups() {
        return isShapeWorld() ? ShapeWorldEdits.groups() : GeditTable.GROUPS;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "gedit",
                isShapeWorld() ? "shapeworld" : "",
                isShapeWorld() ? List.of(ENGLISH) : List.of(ENGLISH, CHINESE),
                Mode.FIXED,
                new BenchmarkInfo.Headline(
                        "mean of %s groups' mean overall scores".formatted(isShapeWorld() ? "seven" : "eleven"),
                        10,
                        false),
                rows);
    }

    /** The rows of one language; that of the data may be {@code cn} or {@code zh}. */
    @Override
    public List<GeditItem> load(Path data, Options options) {
        if (isShapeWorld()) {
            return ShapeWorldEdits.items();
        }
        boolean english = options.language().equals(ENGLISH);
        return GeditData.read(data, rows).stream()
                .filter(item -> item.language().equals(ENGLISH) == english)
                .toList();
    }

    @Override
    public List<String> judges() {
        return List.of("gpt", "qwen");
    }

    @Override
    public Protocol protocol() {
        return isShapeWorld() ? Protocol.ofTheModel() : Protocol.edit();
    }

    @Override
    public List<SampleRequest> plan(GeditItem item, Protocol protocol) {
        return List.of(new SampleRequest(
                0, item.prompt().strip(), protocol.seedOf(item.index(), 0), Optional.of(item.source())));
    }

    @Override
    public List<Artifact> artifacts(GeditItem item) {
        return List.of(
                new Artifact.Single(drawn(item), 0),
                new Artifact.Side(source(item), () -> item.source().image().png(Map.of())));
    }

    private static String drawn(GeditItem item) {
        return "fullset/" + item.id() + ".png";
    }

    private static String source(GeditItem item) {
        return "fullset/" + item.id() + "_SRCIMG.png";
    }

    /** Both pictures of an item; without the copy of its source the original skips it. */
    @Override
    public List<Drawn> find(GeditItem item, PictureFolder folder) {
        Optional<Picture> source = folder.picture(source(item));
        return folder.picture(drawn(item)).stream()
                .flatMap(picture -> source.stream().map(copy -> new Drawn("0", picture, List.of(copy))))
                .toList();
    }

    @Override
    public List<Task> tasks(GeditItem item, Drawn drawn, Options options) {
        Picture source = drawn.sources().getFirst();
        Picture edited = drawn.picture();
        // The original brings the result to the source's size, which undoes squashing.
        Picture shown = new Picture.Made(
                edited.name() + " in the size of its source",
                () -> Resize.resize(edited.image(), source.image().size(), Filter.BICUBIC));
        var asking = VieQuestion.of(options.judge());
        return List.of(
                new Task(SEMANTICS, asking.semantics(item.prompt(), source, shown)),
                new Task(QUALITY, asking.quality(shown)));
    }

    @Override
    public Parsed<GeditScore> parse(GeditItem item, Task task, Answer answer, Options options) {
        String reply = answer.text();
        boolean guesses = options.mode() == Mode.OFFICIAL && answer.attempt() > 0;
        Optional<Object> value =
                guesses ? VieReply.parseLater(reply, () -> guess(item, task, answer.attempt())) : VieReply.parse(reply);
        boolean guessed = guesses && VieReply.isWithoutBraces(reply);
        Optional<List<Double>> scores = value.flatMap(VieReply::scores);
        if (scores.isPresent()) {
            return Parsed.ok(new GeditScore(scores.get(), guessed));
        }
        return Parsed.unread("a list of scores", reply);
    }

    /** The original's random number, but the same in each replay. */
    private static int guess(GeditItem item, Task task, int attempt) {
        String sum = Digest.sha256().add(item.id() + task.name() + attempt).hex();
        return (int) (Long.parseLong(sum.substring(0, 12), 16) % 11);
    }

    @Override
    public Summary aggregate(List<GeditItem> items, Outcomes<GeditScore> outcomes, Options options) {
        return GeditSummary.of(items, outcomes, groups());
    }
}
