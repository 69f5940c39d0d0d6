// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.journal.Entry;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Scores.Scored;
import io.github.deepgen4j.evaluation.task.Reply;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Replies of judges and engines about a picture, from the journal of its run. */
final class Replies {
    private final Optional<Journal> journal;
    private final int longest;

    /** @param longest text about one picture, in characters */
    Replies(RunScores run, int longest) {
        String name = run.key().benchmark()
                + (run.key().version().isEmpty() ? "" : ":" + run.key().version());
        this.journal = Files.exists(run.folder().journalFile())
                ? Optional.of(Journal.replay(
                        run.folder().journalFile(), name + " " + run.key().language()))
                : Optional.empty();
        this.longest = longest;
    }

    /** The last reply to each question, with the question's name; cut where it is too long. */
    String of(Scored image) {
        Set<String> tasks = new LinkedHashSet<>(image.values().keySet());
        tasks.addAll(image.failures().keySet());
        String all =
                tasks.stream().map(task -> task + ": " + reply(image, task)).collect(Collectors.joining("\n"));
        return all.length() <= longest ? all : all.substring(0, longest) + "...";
    }

    private String reply(Scored image, String task) {
        List<Entry> entries = journal.map(one -> one.entries(image.item() + "|" + image.sample() + "|" + task))
                .orElse(List.of());
        Optional<Entry> entry = entries.stream()
                .filter(Entry::answered)
                .findFirst()
                .or(() -> entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast()));
        String failure = image.failures().containsKey(task)
                ? "[" + image.failures().get(task).kind().word() + "] "
                : "";
        return failure
                + entry.filter(one -> !one.replies().isEmpty())
                        .map(one -> text(one.replies().getLast()))
                        .orElse("");
    }

    private static String text(Reply reply) {
        return switch (reply) {
            case Reply.Text text -> text.text().strip();
            case Reply.Lines lines -> String.join(" / ", lines.lines());
            case Reply.Said said -> said.said();
            case Reply.Cosine cosine -> String.valueOf(cosine.cosine());
            case Reply.Number number -> String.valueOf(number.value());
            case Reply.Measured measured -> measured.measures().toString();
            case Reply.Objects objects ->
                objects.objects().stream()
                        .map(seen -> (seen.colour() + " " + seen.label()).strip())
                        .collect(Collectors.joining(", "));
        };
    }
}
