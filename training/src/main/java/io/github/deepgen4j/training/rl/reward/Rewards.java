// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.run.Asking;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.hub.retry.RetryPolicy;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rewards of a run. Groups are judged in the background, while others are drawn; the answers of judges and engines
 * stand in a journal of the update in the run's folder, so that a resumed run asks nothing twice, whoever asked. Only
 * rewards that a prompt has a weight for are computed (B18).
 */
public final class Rewards implements AutoCloseable {
    private static final String SUBJECT = "rewards";
    private static final String SELF_TEST = "self-test";

    private final RewardsConfig config;
    private final List<String> names;
    private final Map<RewardName, RewardFactory.Made> made = new LinkedHashMap<>();
    private final Path folder;
    private final int rank;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong asked = new AtomicLong();

    private Journal journal;
    private Map<RewardName, Asking> asking = Map.of();
    private int groups;
    private long callsBefore;
    private Tally tally = Tally.NONE;

    private Rewards(RewardsConfig config, List<String> names, Path run, int rank) {
        this.config = config;
        this.names = List.copyOf(names);
        this.folder = run.resolve("judge");
        this.rank = rank;
    }

    /**
     * Opens what the rewards need.
     *
     * @param names of all rewards of the run, sorted: the columns of its tables
     * @param run folder of the run
     * @param rank of this process, which has a journal of its own
     * @param notes is told, a line each, of waits and repeated failures
     * @throws ConfigException naming the field of {@link RewardsConfig}, if nobody can answer for a reward
     */
    public static Rewards open(
            RewardsConfig config,
            List<String> names,
            EngineAccess engines,
            Path run,
            int rank,
            Consumer<String> notes) {
        return open(config, names, engines, run, rank, notes, Thread::sleep);
    }

    static Rewards open(
            RewardsConfig config,
            List<String> names,
            EngineAccess engines,
            Path run,
            int rank,
            Consumer<String> notes,
            RetryPolicy.Sleeper sleeper) {
        var rewards = new Rewards(config, names, run, rank);
        var factory = new RewardFactory(config, engines, sleeper, notes);
        try {
            for (String name : names) {
                RewardName reward = RewardName.valueOf(name.toUpperCase(Locale.ROOT));
                rewards.made.put(reward, factory.make(reward));
            }
            return rewards;
        } catch (RuntimeException e) {
            rewards.close();
            throw e;
        }
    }

    /**
     * Asks every reward about pictures of which the better one is known. One process does it for all.
     *
     * @throws ConfigException if a reward does not answer, or its answers are constant or reversed
     */
    public void selfTest() {
        if (!config.selfTest()) {
            return;
        }
        try {
            Files.deleteIfExists(file(SELF_TEST)); // what a broken service said does not count
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written", e);
        }
        begin(SELF_TEST);
        for (RewardFactory.Made one : made.values()) {
            Reward reward = one.reward();
            var asker = new Asker(asking.get(reward.name()), "known");
            List<String> faults = KnownAnswer.faults(reward, asker);
            if (!faults.isEmpty()) {
                throw new ConfigException(
                        "reward %s fails its self-test, in which the better picture is known: %s; mend"
                                        .formatted(reward.name().word(), faults.getFirst())
                                + " its service, or set self_test: false to use it all the same");
            }
        }
    }

    /**
     * Begins an update: opens its journal and sets the tally to nothing.
     *
     * @param update its number, by which a resumed run finds the answers of before
     */
    public void begin(long update) {
        begin(String.format(Locale.ROOT, "update-%06d", update));
    }

    private Path file(String name) {
        return folder.resolve(name + "-rank" + rank + ".jsonl");
    }

    private synchronized void begin(String name) {
        closeJournal();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be made", e);
        }
        Path file = file(name);
        journal = Journal.open(file, SUBJECT);
        takeOver(name, file);
        asking = new LinkedHashMap<>();
        made.forEach((reward, one) -> {
            List<Answerer> counted = one.answerers().stream()
                    .<Answerer>map(answerer -> new Counted(answerer, asked))
                    .toList();
            asking.put(reward, Asking.of(counted, journal, one.inFlight()));
        });
        groups = 0;
        asked.set(0);
        callsBefore = calls();
        tally = Tally.NONE;
    }

    /** The answers that other processes had to this update before the run stopped. */
    private void takeOver(String name, Path own) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith(name + "-rank"))
                    .filter(one -> !one.equals(own))
                    .sorted()
                    .toList()) {
                try (Journal other = Journal.replay(file, SUBJECT)) {
                    other.answered().stream()
                            .filter(entry ->
                                    journal.answer(entry.request(), entry.by()).isEmpty())
                            .forEach(journal::add);
                } catch (ConfigException e) {
                    continue; // another process is just beginning it
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed", e);
        }
    }

    /** Judges a group in the background, as far as judges take more questions. */
    public synchronized Future<RewardTable.Group> submit(ImageGroup group) {
        if (journal == null) {
            throw new IllegalStateException("rewards expected an update to have begun");
        }
        String id = "g" + groups++;
        Map<RewardName, Asking> now = asking;
        return threads.submit(() -> judged(group, id, now));
    }

    private RewardTable.Group judged(ImageGroup group, String id, Map<RewardName, Asking> now) throws Exception {
        int images = group.images().size();
        double[][] raw = new double[images][names.size()];
        boolean[][] failed = new boolean[images][names.size()];
        for (double[] row : raw) {
            Arrays.fill(row, Double.NaN);
        }
        Map<Integer, Future<Worths>> columns = new LinkedHashMap<>();
        List<Asker> askers = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            if (group.prompt().rewards().getOrDefault(names.get(column), 0.0) > 0) {
                RewardName name = RewardName.valueOf(names.get(column).toUpperCase(Locale.ROOT));
                var asker = new Asker(now.get(name), id);
                askers.add(asker);
                columns.put(column, threads.submit(() -> made.get(name).reward().worths(group, asker)));
            }
        }
        boolean enough = true;
        boolean finite = true;
        for (Map.Entry<Integer, Future<Worths>> entry : columns.entrySet()) {
            Worths worths = entry.getValue().get();
            enough &= worths.enough();
            finite &= worths.finite();
            double[] filled = worths.filled();
            for (int image = 0; image < images; image++) {
                raw[image][entry.getKey()] = filled[image];
                failed[image][entry.getKey()] = worths.failed()[image];
            }
        }
        boolean dropped = !enough || !finite;
        askers.forEach(this::count);
        count(new Tally(0, 0, 0, 0, dropped ? 1 : 0, finite ? 0 : 1, List.of()));
        SortedMap<String, String> replies = new TreeMap<>();
        askers.forEach(asker -> replies.putAll(asker.replies()));
        return new RewardTable.Group(group.prompt(), names, raw, failed, replies, dropped);
    }

    private void count(Asker asker) {
        count(new Tally(asker.questions(), 0, asker.failures(), 0, 0, 0, asker.reasons()));
    }

    private synchronized void count(Tally more) {
        tally = tally.plus(more);
    }

    /** The questions of this update so far, of this process. */
    public synchronized Tally tally() {
        return tally.plus(new Tally(0, asked.get(), 0, calls() - callsBefore, 0, 0, List.of()));
    }

    private long calls() {
        return made.values().stream()
                .flatMap(one -> one.judge().stream())
                .mapToLong(judge -> judge.usage().calls())
                .sum();
    }

    /** The share of questions that may fail. */
    public double failuresAllowed() {
        return config.failures();
    }

    /** The columns of all tables. */
    public List<String> names() {
        return names;
    }

    private void closeJournal() {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        made.values().forEach(one -> {
            one.reward().close();
            one.owned().ifPresent(Rewards::closed);
        });
        closeJournal();
    }

    private static void closed(AutoCloseable owned) {
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot be closed", e);
        }
    }
}
