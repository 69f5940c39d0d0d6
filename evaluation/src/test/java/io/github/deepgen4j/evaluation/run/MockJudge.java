// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A judge without a network: answers by the text and the picture that it is sent. */
public final class MockJudge implements Answerer {
    /** Replies that mean failures: {@code refuse} and {@code unreachable}. */
    public interface Script {
        /** @param text the user message without pictures */
        String reply(String picture, String text, int attempt);
    }

    private final Script script;
    private final AtomicInteger calls = new AtomicInteger();

    public MockJudge(Script script) {
        this.script = script;
    }

    /** Scores a foreign folder of pictures with it. */
    public <I extends Item, V> Scores score(
            Benchmark<I, V> benchmark, List<I> all, Options options, Path pictures, Path results) {
        String subject = benchmark.info().word() + " " + options.language();
        try (Journal journal = Journal.open(results.resolve("journal.jsonl"), subject)) {
            return new Scoring<>(benchmark, all, options, new RunFolder(results, pictures))
                    .score(Asking.of(List.of(this), journal, 4), true, () -> {});
        }
    }

    /** A small picture, another one for each name: equal ones would be asked about once. */
    public static void draw(Path file) {
        byte[] rgb =
                Arrays.copyOf(Digest.sha256().add(file.getFileName().toString()).bytes(), 12);
        Image.of(2, 2, rgb).writePng(file);
    }

    /** Number of questions so far. */
    public int calls() {
        return calls.get();
    }

    @Override
    public boolean takes(Question question) {
        return question instanceof Question.Chat;
    }

    @Override
    public String fingerprint(Question question) {
        return "mock";
    }

    @Override
    public Reply answer(Question question, int attempt) {
        calls.incrementAndGet();
        var chat = (Question.Chat) question;
        String text = chat.parts().stream()
                .filter(part -> part instanceof Question.Part.Text)
                .map(part -> ((Question.Part.Text) part).text())
                .collect(Collectors.joining("\n"));
        chat.pictures().forEach(picture -> picture.bytes());
        String reply = script.reply(chat.pictures().getFirst().name(), text, attempt);
        return switch (reply) {
            case "refuse" -> throw new AnswerException(new Failure(Failure.Kind.REFUSED, "content_filter"));
            case "unreachable" -> throw new AnswerException(new Failure(Failure.Kind.UNREACHABLE, "429"));
            default -> new Reply.Text(reply);
        };
    }
}
