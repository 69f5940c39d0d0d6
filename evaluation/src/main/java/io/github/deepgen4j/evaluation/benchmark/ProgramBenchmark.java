// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A benchmark that generates its items and judges their images by a program: {@code GROUP/NNN.png}, one image an item,
 * the images to edit beside them, and the share that passed as headline.
 */
public abstract class ProgramBenchmark<I extends ProgramItem> implements Benchmark<I, Verdict> {
    private static final String TASK = "program";
    /** So often a question that occurred before is drawn again, before it is accepted because there are no others. */
    private static final int TRIES = 200;

    private final BenchmarkInfo info;
    private final String program;

    /** @param program name and version of the judge, which other answers are told apart by */
    protected ProgramBenchmark(String name, String version, List<String> languages, String program) {
        this.info = new BenchmarkInfo(
                name,
                version,
                languages,
                Mode.OFFICIAL,
                new BenchmarkInfo.Headline("share of images that passed", 1, false),
                0);
        this.program = program;
    }

    @Override
    public final BenchmarkInfo info() {
        return info;
    }

    /**
     * The chosen groups; all that there are when none is chosen.
     *
     * @throws ConfigException if one does not exist
     */
    protected final List<String> groups(Selection selection, List<String> known) {
        for (String group : selection.groups()) {
            if (!known.contains(group)) {
                throw new ConfigException(info.name() + ":" + info.version() + " expected groups among "
                        + String.join(", ", known) + ", found " + group);
            }
        }
        return selection.groups().isEmpty() ? known : selection.groups();
    }

    /** The next samples of a generator, as far as possible with different questions. */
    protected static <E> List<E> different(int count, Supplier<E> next, Function<E, String> question) {
        Set<String> asked = new HashSet<>();
        List<E> samples = new ArrayList<>();
        while (samples.size() < count) {
            E sample = next.get();
            for (int again = 0; again < TRIES && !asked.add(question.apply(sample)); again++) {
                sample = next.get();
            }
            samples.add(sample);
        }
        return samples;
    }

    @Override
    public final Protocol protocol() {
        return Protocol.ofTheModel();
    }

    @Override
    public final List<SampleRequest> plan(I item, Protocol protocol) {
        return List.of(new SampleRequest(0, item.prompt(), protocol.seed() + item.seedOffset(), source(item)));
    }

    private Optional<Picture> source(I item) {
        return item.edits() ? Optional.of(new Picture.Made(item.reference(), item::source)) : Optional.empty();
    }

    @Override
    public final List<Artifact> artifacts(I item) {
        List<Artifact> artifacts = new ArrayList<>();
        artifacts.add(new Artifact.Single(item.file(), 0));
        source(item).ifPresent(image -> artifacts.add(new Artifact.Side("../" + item.reference(), image::bytes)));
        return artifacts;
    }

    /** With the image that was edited, which reports show and tell prompts and edits apart by. */
    @Override
    public final List<Drawn> find(I item, PictureFolder folder) {
        return folder.picture(item.file()).stream()
                .map(picture -> new Drawn("0", picture, source(item).stream().toList()))
                .toList();
    }

    /** One question, to the program; a benchmark that has others asks them beside it. */
    @Override
    public List<Task> tasks(I item, Drawn drawn, Options options) {
        return List.of(measure(item, drawn, program, item::judge));
    }

    /** The question to a program of that name and version. */
    protected final Task measure(I item, Drawn drawn, String name, Function<Image, Verdict> judge) {
        return new Task(
                TASK,
                new Question.Measure(
                        drawn.picture(),
                        name,
                        item.question(),
                        picture -> judge.apply(picture.image()).flat()));
    }

    @Override
    public Parsed<Verdict> parse(I item, Task task, Answer answer, Options options) {
        return Parsed.ok(Verdict.of(((Reply.Measured) answer.reply()).measures()));
    }

    /** The questions about each picture, all of which it must pass. */
    protected int questions(Options options) {
        return 1;
    }

    @Override
    public final Summary aggregate(List<I> items, Outcomes<Verdict> outcomes, Options options) {
        return ProgramTally.of(items, outcomes, questions(options));
    }
}
