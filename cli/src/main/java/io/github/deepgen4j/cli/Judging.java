// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.judge.Budget;
import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import io.github.deepgen4j.evaluation.judge.Usage;
import io.github.deepgen4j.evaluation.task.Answerer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The judge of a command, with what is said about its cost before and after. */
final class Judging implements AutoCloseable {
    /** Assumed for an estimate, since no server tells before: of a question with its pictures, and of its answer. */
    private static final int SENT = 1500;

    private static final int RECEIVED = 200;

    private final Optional<JudgeOptions> options;
    private final Optional<JudgeClient> client;
    private final Consumer<String> notes;

    private Judging(Optional<JudgeOptions> options, Consumer<String> notes) {
        this.options = options;
        this.notes = notes;
        this.client = options.map(judge -> new JudgeClient(judge, note -> notes.accept("deepgen: " + note)));
    }

    /** @param notes is told lines for people */
    static Judging open(Optional<JudgeOptions> options, Consumer<String> notes) {
        return new Judging(options, notes);
    }

    List<Answerer> answerers() {
        return client.map(List::<Answerer>of).orElse(List.of());
    }

    /** Says before the first call how many to expect, and their price if prices are known. */
    void announce(long calls) {
        options.filter(_ -> calls > 0).ifPresent(judge -> {
            Budget budget = judge.budget();
            double price = budget.price(calls * SENT, calls * RECEIVED);
            notes.accept(String.format(
                    Locale.ROOT,
                    "deepgen: %d questions to %s%s%s",
                    calls,
                    judge,
                    budget.calls() > 0 ? ", at most " + budget.calls() + " calls" : "",
                    price > 0
                            ? String.format(
                                    Locale.ROOT,
                                    ", about %.2f if each has %d tokens and its answer %d",
                                    price,
                                    SENT,
                                    RECEIVED)
                            : ""));
        });
    }

    /** Says after the last call what was used. */
    void conclude() {
        client.filter(judge -> judge.usage().calls() > 0).ifPresent(judge -> {
            Usage usage = judge.usage();
            double price = options.orElseThrow().budget().price(usage.sent(), usage.received());
            notes.accept(String.format(
                    Locale.ROOT,
                    "deepgen: %d calls, %d tokens sent and %d received%s",
                    usage.calls(),
                    usage.sent(),
                    usage.received(),
                    price > 0 ? String.format(Locale.ROOT, ", %.2f", price) : ""));
        });
    }

    @Override
    public void close() {
        client.ifPresent(JudgeClient::close);
    }
}
