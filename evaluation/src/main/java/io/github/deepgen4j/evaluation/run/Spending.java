// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.judge.Budget;
import io.github.deepgen4j.evaluation.judge.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The calls of judges for a run, all times together, and their price. The file {@code cost.json} of a run; what a
 * killed process spent is not in it.
 *
 * @param sent tokens
 * @param received tokens
 * @param money the price of those that had one
 */
public record Spending(long calls, long sent, long received, double money) {
    private static final String FILE = "cost.json";

    private static Path file(RunFolder folder) {
        return folder.results().resolve(FILE);
    }

    /** That of a run; empty if no judge was called. */
    public static Optional<Spending> read(RunFolder folder) {
        return Files.exists(file(folder))
                ? Optional.of(RunFile.read(file(folder), Spending.class, "deepgen evaluate score"))
                : Optional.empty();
    }

    /** Adds calls to those of a run. */
    public static void add(RunFolder folder, Usage usage, Budget budget) {
        if (usage.calls() > 0) {
            Spending before = read(folder).orElse(new Spending(0, 0, 0, 0));
            RunFile.write(
                    file(folder),
                    new Spending(
                            before.calls + usage.calls(),
                            before.sent + usage.sent(),
                            before.received + usage.received(),
                            before.money + budget.price(usage.sent(), usage.received())));
        }
    }

    /** For reports. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d calls of judges, %d tokens sent and %d received", calls, sent, received)
                + (money > 0 ? String.format(Locale.ROOT, ", %.2f", money) : "");
    }
}
