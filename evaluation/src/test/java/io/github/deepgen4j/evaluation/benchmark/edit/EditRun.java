// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.edit;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Outcomes;
import io.github.deepgen4j.evaluation.benchmark.Summary;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Scores;
import io.github.deepgen4j.evaluation.run.Scoring;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** An edit benchmark on a sample of items, drawn as plain pictures in its official layout and scored by a script. */
public final class EditRun<I extends Item, V> {
    private final Benchmark<I, V> benchmark;
    private final List<I> items;
    private final Path root;

    public EditRun(Benchmark<I, V> benchmark, List<I> items, Path root) {
        this.benchmark = benchmark;
        this.items = items;
        this.root = root;
    }

    /** The folder of its pictures. */
    public Path pictures() {
        return root.resolve("pictures");
    }

    /** Draws all pictures, in another size than their sources. */
    public EditRun<I, V> drawn() {
        for (I item : items) {
            for (Artifact artifact : benchmark.artifacts(item)) {
                switch (artifact) {
                    case Artifact.Single single -> write(single.file(), plain().png(Map.of()));
                    case Artifact.Side side -> write(side.file(), side.content().get());
                    case Artifact.Grid grid -> throw new IllegalStateException(grid.file());
                }
            }
        }
        return this;
    }

    private static Image plain() {
        byte[] rgb = new byte[3 * 10 * 10];
        new Random(1).nextBytes(rgb);
        return Image.of(10, 10, rgb);
    }

    public void write(String file, byte[] content) {
        try {
            Path path = pictures().resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scores with a judge that says the same to everything, or what it is given for a question. */
    public Scores score(Options options, Function<Question.Chat, String> judge) {
        RunFolder folder = new RunFolder(root.resolve("results"), pictures());
        try {
            Files.createDirectories(folder.results());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var journal = Journal.open(folder.journalFile(), "test")) {
            Asking asking = Asking.of(List.of(new Script(judge)), journal, 4);
            return new Scoring<>(benchmark, items, options, folder).score(asking, false, () -> {});
        }
    }

    /** Scores from the journal alone and returns the file of the result. */
    public byte[] replayed(Options options) throws IOException {
        RunFolder folder = new RunFolder(root.resolve("results"), pictures());
        try (var journal = Journal.replay(folder.journalFile(), "test")) {
            Asking asking = Asking.replay(List.of(new Script(_ -> "never asked")), journal);
            new Scoring<>(benchmark, items, options, folder).score(asking, false, () -> {});
        }
        return scores();
    }

    public byte[] scores() throws IOException {
        return Files.readAllBytes(root.resolve("results/scores.json"));
    }

    /** The text of a question. */
    public static String text(Question.Chat question) {
        return question.parts().stream()
                .flatMap(part -> part instanceof Question.Part.Text text ? Stream.of(text.text()) : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    /**
     * Aggregates outcomes in several orders, which must give one summary, and with one less.
     *
     * @param all of the items
     * @return the summary of all, that of all but the first
     */
    public List<Summary> shuffled(Options options, List<Outcome<V>> all) {
        Summary whole = benchmark.aggregate(items, new Outcomes<>(all), options);
        var random = new Random(7);
        for (int i = 0; i < 20; i++) {
            List<Outcome<V>> other = new ArrayList<>(all);
            Collections.shuffle(other, random);
            Summary same = benchmark.aggregate(items, new Outcomes<>(other), options);
            if (!same.toString().equals(whole.toString())) {
                throw new AssertionError("another order gave " + same + ", not " + whole);
            }
        }
        return List.of(whole, benchmark.aggregate(items, new Outcomes<>(all.subList(1, all.size())), options));
    }

    private record Script(Function<Question.Chat, String> judge) implements Answerer {
        @Override
        public boolean takes(Question question) {
            return question instanceof Question.Chat;
        }

        @Override
        public String fingerprint(Question question) {
            return "script";
        }

        @Override
        public Reply answer(Question question, int attempt) {
            String reply = judge.apply((Question.Chat) question);
            if (reply == null) {
                throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, "429 again and again"));
            }
            // Reads them as a client would.
            question.pictures().forEach(picture -> picture.image().size());
            return new Reply.Text(reply);
        }
    }
}
