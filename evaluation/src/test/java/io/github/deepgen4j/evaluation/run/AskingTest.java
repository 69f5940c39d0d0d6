// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that ask the same are asked once, and each has its record of everybody who answered. */
class AskingTest {
    @TempDir
    private Path folder;

    private record Named(String name) implements Answerer {
        @Override
        public boolean takes(Question question) {
            return question instanceof Question.Chat;
        }

        @Override
        public String fingerprint(Question question) {
            return name;
        }

        @Override
        public Reply answer(Question question, int attempt) {
            return new Reply.Text(name);
        }
    }

    private static List<Asking.Ask<String>> twoAlike() {
        var question = new Question.Chat(
                Optional.empty(),
                List.of(new Question.Part.Text("is it?")),
                new ChatParameters(OptionalDouble.of(0), List.of(), 1, Map.of()));
        return List.of("a", "b").stream()
                .map(id -> new Asking.Ask<String>(
                        id, id, "0", new Task("t", question), (Answer answer) -> Parsed.ok(answer.text())))
                .toList();
    }

    private List<Optional<String>> values(Asking asking) {
        return asking.settle(twoAlike().iterator(), () -> {}).stream()
                .map(Outcome::value)
                .toList();
    }

    @Test
    void aSecondAnswererIsRecordedForTasksThatAnotherHasAnswered() {
        Path file = folder.resolve("journal.jsonl");
        for (String name : List.of("yes", "no")) {
            try (Journal journal = Journal.open(file, "s")) {
                values(Asking.of(List.of(new Named(name)), journal, 1));
            }
        }
        for (String name : List.of("yes", "no")) {
            try (Journal journal = Journal.replay(file, "s")) {
                assertThat(values(Asking.replay(List.of(new Named(name)), journal)))
                        .containsExactly(Optional.of(name), Optional.of(name));
            }
        }
    }
}
