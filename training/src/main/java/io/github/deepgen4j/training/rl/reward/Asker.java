// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks a reward's questions about one group, and counts what became of them. */
public final class Asker {
    private static final int KEPT = 3;
    private static final int LONGEST_REPLY = 500;

    private final Asking asking;
    private final String group;
    private final List<String> reasons = new ArrayList<>();
    private final SortedMap<String, String> replies = new TreeMap<>();
    private long questions;
    private long failures;

    /** @param group its name in the journal and in the names of pictures */
    Asker(Asking asking, String group) {
        this.asking = asking;
        this.group = group;
    }

    /** The pictures of a group, under the names of the journal. */
    List<Picture> pictures(ImageGroup shown) {
        List<Picture> pictures = new ArrayList<>();
        for (Image image : shown.images()) {
            pictures.add(new Picture.Made(group + "/" + pictures.size(), () -> image));
        }
        return pictures;
    }

    /**
     * Asks all of them at once, as far as the judge lets.
     *
     * @param names of the questions, different in a group
     */
    <V> List<Outcome<V>> ask(List<String> names, List<Question> asked, Function<Answer, Parsed<V>> parser) {
        List<Asking.Ask<V>> asks = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = names.get(i);
            asks.add(new Asking.Ask<>(group + "/" + name, group, name, new Task(name, asked.get(i)), answer -> {
                note(name, answer);
                return parser.apply(answer);
            }));
        }
        List<Outcome<V>> outcomes = asking.settle(asks.iterator(), () -> {});
        outcomes.forEach(this::count);
        return outcomes;
    }

    private synchronized void note(String name, Answer answer) {
        String text = answer.reply() instanceof Reply.Text said
                ? said.text()
                : answer.reply().toString();
        replies.put(name, text.substring(0, Math.min(text.length(), LONGEST_REPLY)));
    }

    private synchronized void count(Outcome<?> outcome) {
        questions++;
        outcome.failure().ifPresent(failure -> {
            failures++;
            if (reasons.size() < KEPT) {
                reasons.add(outcome.item() + "/" + outcome.sample() + ": "
                        + failure.kind().word() + ": " + failure.reason());
            }
        });
    }

    synchronized long questions() {
        return questions;
    }

    synchronized long failures() {
        return failures;
    }

    /** The first few failures, in words. */
    synchronized List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** The beginnings of what was answered, by the name of the question. */
    synchronized SortedMap<String, String> replies() {
        return new TreeMap<>(replies);
    }
}
