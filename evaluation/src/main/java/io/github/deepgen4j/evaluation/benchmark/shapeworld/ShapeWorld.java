// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

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
import io.github.deepgen4j.evaluation.benchmark.ProgramTally;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * ShapeWorld as a benchmark: prompts and edits that no model was trained on, the same ones in every run, judged by
 * ShapeWorld's own program. Its versions are the sets of prompts that it measures with.
 */
public final class ShapeWorld implements Benchmark<ShapeWorldItem, Verdict> {
    /** The held-out prompts, and those of pairs of shape and colour that a training left out. */
    public static final List<ShapeWorld> VERSIONS =
            List.of(new ShapeWorld(Split.HELD_OUT), new ShapeWorld(Split.COMPOSITION));

    /** Items of each group when no number is chosen. */
    private static final int USUAL = 50;
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20260301;
    /** So often a prompt that occurred before is drawn again, before it is accepted because there are no others. */
    private static final int TRIES = 200;

    private static final String TASK = "program";

    private final Split split;

    private ShapeWorld(Split split) {
        this.split = split;
    }

    @Override
    public BenchmarkInfo info() {
        return new BenchmarkInfo(
                "shapeworld",
                split.word(),
                List.of("en"),
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("share of images that passed", 1, false),
                0);
    }

    /** The names of its groups, in the order of reports. */
    List<String> groups() {
        return Kind.ALL.stream().filter(split::covers).map(Kind::word).toList();
    }

    /** Makes them: the same selection gives the same items, and more of each group only add to them. */
    @Override
    public List<ShapeWorldItem> load(Path data, Options options) {
        Selection selection = options.selection();
        List<String> known = groups();
        List<ShapeWorldItem> items = new ArrayList<>();
        for (String group : selection.groups().isEmpty() ? known : selection.groups()) {
            if (!known.contains(group)) {
                throw new ConfigException("shapeworld:%s expected groups among %s, found %s"
                        .formatted(split.word(), String.join(", ", known), group));
            }
            items.addAll(items(Kind.of(group), selection.perGroup() == 0 ? USUAL : selection.perGroup()));
        }
        return items;
    }

    private List<ShapeWorldItem> items(Kind kind, int count) {
        long number = Kind.ALL.indexOf(kind);
        RandomGenerator random = Choices.random(PROMPTS + number);
        Set<String> asked = new HashSet<>();
        List<ShapeWorldItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Example example = ExampleSet.draw(kind, split, random);
            for (int again = 0; again < TRIES && !asked.add(question(example)); again++) {
                example = ExampleSet.draw(kind, split, random);
            }
            items.add(new ShapeWorldItem(example, i, Selection.MOST * number + i));
        }
        return items;
    }

    private static String question(Example example) {
        return example.prompt() + example.source().map(Captions::of).orElse("");
    }

    @Override
    public Protocol protocol() {
        return Protocol.ofTheModel();
    }

    @Override
    public List<SampleRequest> plan(ShapeWorldItem item, Protocol protocol) {
        return List.of(new SampleRequest(0, item.prompt(), protocol.seed() + item.seedOffset(), reference(item)));
    }

    /** The image that an item edits; its name is its place in the folder of a run. */
    private static Optional<Picture> reference(ShapeWorldItem item) {
        return item.edits()
                ? Optional.of(new Picture.Made(
                        item.reference().substring("../".length()),
                        () -> item.example().reference().orElseThrow()))
                : Optional.empty();
    }

    @Override
    public List<Artifact> artifacts(ShapeWorldItem item) {
        List<Artifact> artifacts = new ArrayList<>();
        artifacts.add(new Artifact.Single(item.file(), 0));
        reference(item).ifPresent(image -> artifacts.add(new Artifact.Side(item.reference(), image::bytes)));
        return artifacts;
    }

    /** With the image that was edited, which reports show and tell prompts and edits apart by. */
    @Override
    public List<Drawn> find(ShapeWorldItem item, PictureFolder folder) {
        return folder.picture(item.file()).stream()
                .map(picture -> new Drawn("0", picture, reference(item).stream().toList()))
                .toList();
    }

    @Override
    public List<Task> tasks(ShapeWorldItem item, Drawn drawn, Options options) {
        return List.of(new Task(
                TASK,
                new Question.Measure(
                        drawn.picture(),
                        "shapeworld 2",
                        question(item.example()),
                        picture -> Judgement.of(item.example(), picture.image()).flat())));
    }

    @Override
    public Parsed<Verdict> parse(ShapeWorldItem item, Task task, Answer answer, Options options) {
        Map<String, Double> measures = ((Reply.Measured) answer.reply()).measures();
        return Parsed.ok(Verdict.of(measures));
    }

    @Override
    public Summary aggregate(List<ShapeWorldItem> items, Outcomes<Verdict> outcomes, Options options) {
        return ProgramTally.of(items, outcomes);
    }
}
