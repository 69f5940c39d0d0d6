// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.evaluation.judge.Budget;
import io.github.deepgen4j.evaluation.judge.JudgeClient;
import io.github.deepgen4j.evaluation.judge.JudgeOptions;
import io.github.deepgen4j.evaluation.judge.Usage;
import io.github.deepgen4j.evaluation.run.Anchors;
import io.github.deepgen4j.evaluation.run.RunFolder;
import io.github.deepgen4j.evaluation.run.Spending;
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

    private final List<Answerer> programs;
    private final Optional<JudgeOptions> options;
    private final Optional<JudgeClient> client;
    private final Consumer<String> notes;
    private final boolean anchored;

    /**
     * A judge.
     *
     * @param programs those that need no network
     * @param anchored a judge over the network is asked about the anchors, too
     * @param notes is told lines for people
     */
    Judging(List<Answerer> programs, Optional<JudgeOptions> options, boolean anchored, Consumer<String> notes) {
        this.programs = programs;
        this.options = options;
        this.anchored = anchored;
        this.notes = notes;
        this.client = options.map(judge -> new JudgeClient(judge, note -> notes.accept("deepgen: " + note)));
    }

    /** The judge over the network, if there is one. */
    Optional<Answerer> judge() {
        return client.map(one -> one);
    }

    List<Answerer> answerers() {
        return client.map(List::<Answerer>of).orElse(programs);
    }

    /** True if there is something to ask a judge over the network, and anchors are not to be left out. */
    boolean isAnchored(long questions) {
        return client.isPresent() && questions > 0 && anchored && hasRoomForAnchors(questions);
    }

    private boolean hasRoomForAnchors(long questions) {
        return options.map(judge -> judge.budget().calls())
                .filter(most -> most > 0 && most < questions + 2L * Anchors.questions())
                .isEmpty();
    }

    /** Asks about the anchors, and says if the judge has changed since the run began. */
    void anchor(RunFolder folder) {
        client.ifPresent(judge -> Anchors.ask(folder, judge)
                .changed()
                .ifPresent(change -> notes.accept("deepgen: " + folder.results() + ": " + change)));
    }

    /** Says before the first call how many to expect, and their price if prices are known. */
    void announce(long questions) {
        long calls = questions + (isAnchored(questions) ? 2L * Anchors.questions() : 0);
        options.filter(_ -> questions > 0).ifPresent(judge -> {
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
            if (anchored && !hasRoomForAnchors(questions)) {
                notes.accept(String.format(
                        Locale.ROOT,
                        "deepgen: the %d questions that show whether the judge changes are left out: --max-calls %d"
                                + " has no room for them beside %d others",
                        2 * Anchors.questions(),
                        budget.calls(),
                        questions));
            }
        });
    }

    /** Says after the last call what was used, and adds it to the cost of the run. */
    void conclude(RunFolder folder) {
        client.filter(judge -> judge.usage().calls() > 0).ifPresent(judge -> {
            Usage usage = judge.usage();
            Spending.add(folder, usage, options.orElseThrow().budget());
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
