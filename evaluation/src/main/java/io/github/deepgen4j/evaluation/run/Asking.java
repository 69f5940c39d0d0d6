// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Answer;
import io.github.deepgen4j.evaluation.benchmark.Outcome;
import io.github.deepgen4j.evaluation.benchmark.Parsed;
import io.github.deepgen4j.evaluation.benchmark.Task;
import io.github.deepgen4j.evaluation.data.Refusal;
import io.github.deepgen4j.evaluation.journal.Entry;
import io.github.deepgen4j.evaluation.journal.Journal;
import io.github.deepgen4j.evaluation.task.AnswerException;
import io.github.deepgen4j.evaluation.task.Answerer;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.evaluation.task.Reply;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.ImageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Brings tasks to outcomes: what has an answer in the journal is not asked again, what is asked is written there first,
 * and every outcome is read from what stands there. A failure is no answer and is asked again by the next run.
 */
public final class Asking {
    private final List<Answerer> answerers;
    private final Journal journal;
    private final boolean replay;
    private final int inFlight;
    private final RequestHash hashes = new RequestHash();
    private final Set<String> by = Collections.synchronizedSet(new TreeSet<>());

    /**
     * Asks and writes down.
     *
     * @param answerers the first that takes a question is asked; programs need none
     * @param inFlight how many questions are worked on at once
     */
    public static Asking of(List<Answerer> answerers, Journal journal, int inFlight) {
        return new Asking(answerers, journal, false, inFlight);
    }

    /**
     * Asks nobody: what the journal has counts.
     *
     * @param answerers whose answers count; all that the journal has for kinds of questions that none takes
     */
    public static Asking replay(List<Answerer> answerers, Journal journal) {
        return new Asking(answerers, journal, true, 1);
    }

    private Asking(List<Answerer> answerers, Journal journal, boolean replay, int inFlight) {
        this.answerers = new ArrayList<>(answerers);
        this.answerers.add(new ProgramAnswerer());
        this.journal = journal;
        this.replay = replay;
        this.inFlight = inFlight;
    }

    /**
     * A task in its place.
     *
     * @param id of its records
     * @param parser the benchmark's reading of a reply
     */
    public record Ask<V>(String id, String item, String sample, Task task, Function<Answer, Parsed<V>> parser) {
        Outcome<V> failed(Failure failure) {
            return Outcome.failed(item, sample, task.name(), failure);
        }
    }

    /** The fingerprints of all who answered so far, sorted. */
    List<String> answerers() {
        return List.copyOf(by);
    }

    private Optional<Answerer> answerer(Question question) {
        return answerers.stream().filter(one -> one.takes(question)).findFirst();
    }

    /** True if the journal has an answer to the task from the one who would be asked. */
    boolean isAnswered(String id, Question question) {
        Optional<String> who = answerer(question).map(one -> one.fingerprint(question));
        return journal.entries(id).stream()
                .anyMatch(entry ->
                        entry.answered() && who.isPresent() && entry.by().equals(who.get()));
    }

    /**
     * One outcome a task, in the order of tasks; ends at the first judge or engine that refuses to work at all.
     *
     * @param finished called for each task that has its outcome
     */
    public <V> List<Outcome<V>> settle(Iterator<Ask<V>> asks, Runnable finished) {
        return replay ? replayed(asks, finished) : asked(asks, finished);
    }

    private <V> List<Outcome<V>> replayed(Iterator<Ask<V>> asks, Runnable finished) {
        List<Outcome<V>> outcomes = new ArrayList<>();
        while (asks.hasNext()) {
            outcomes.add(replayed(asks.next()));
            finished.run();
        }
        return outcomes;
    }

    private <V> List<Outcome<V>> asked(Iterator<Ask<V>> asks, Runnable finished) {
        var places = new Semaphore(inFlight);
        var fatal = new AtomicReference<RuntimeException>();
        List<Future<Outcome<V>>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (asks.hasNext() && fatal.get() == null) {
                Ask<V> ask = asks.next();
                places.acquire();
                futures.add(threads.submit(() -> {
                    try {
                        return outcome(ask);
                    } catch (RuntimeException e) {
                        fatal.compareAndSet(null, e);
                        throw e;
                    } finally {
                        places.release();
                        finished.run();
                    }
                }));
            }
            if (fatal.get() != null) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while questions were asked", e);
        }
        if (fatal.get() != null) {
            throw fatal.get();
        }
        return futures.stream().map(Future::resultNow).toList();
    }

    private <V> Outcome<V> outcome(Ask<V> ask) {
        Question question = ask.task().question();
        Optional<Answerer> answerer = answerer(question);
        if (answerer.isEmpty()) {
            return ask.failed(new Failure(Failure.Kind.NOT_ASKED, "no judge or engine was given that answers this"));
        }
        String who = answerer.get().fingerprint(question);
        by.add(who);
        try {
            String request = hashes.of(question);
            Optional<Entry> known = journal.answer(request, who);
            if (known.isEmpty()) {
                return asked(ask, request, who, answerer.get());
            }
            boolean recorded = journal.entries(ask.id()).stream()
                    .anyMatch(entry -> entry.answered() && entry.by().equals(who));
            if (!recorded) {
                journal.add(new Entry(
                        ask.id(),
                        request,
                        who,
                        known.get().replies(),
                        known.get().value(),
                        Optional.empty()));
            }
            return read(ask, known.get());
        } catch (ImageException e) {
            return ask.failed(new Failure(Failure.Kind.PICTURE, e.getMessage()));
        }
    }

    /** Reads the replies of an entry again. */
    private static <V> Outcome<V> read(Ask<V> ask, Entry entry) {
        if (entry.failure().isPresent()) {
            return ask.failed(entry.failure().get());
        }
        String reason = "the journal has no reply";
        for (int i = 0; i < entry.replies().size(); i++) {
            switch (ask.parser().apply(new Answer(entry.replies().get(i), i))) {
                case Parsed.Ok<V> ok -> {
                    return Outcome.of(ask.item(), ask.sample(), ask.task().name(), ok.value());
                }
                case Parsed.Failed<V> failed -> {
                    return ask.failed(failed.failure());
                }
                case Parsed.Retry<V> retry -> reason = retry.reason();
            }
        }
        return ask.failed(unusable(entry.replies(), reason));
    }

    /** A judge that declines in words refuses, whatever the form that was expected. */
    private static Failure unusable(List<Reply> replies, String reason) {
        boolean declined =
                !replies.isEmpty() && replies.getLast() instanceof Reply.Text text && Refusal.is(text.text());
        return new Failure(declined ? Failure.Kind.REFUSED : Failure.Kind.UNREADABLE, reason);
    }

    private <V> Outcome<V> asked(Ask<V> ask, String request, String who, Answerer answerer) {
        List<Reply> replies = new ArrayList<>();
        Failure failure = null;
        try {
            String reason = "";
            for (int i = 0; i < ask.task().question().attempts(); i++) {
                Reply reply = answerer.answer(ask.task().question(), i);
                replies.add(reply);
                switch (ask.parser().apply(new Answer(reply, i))) {
                    case Parsed.Ok<V> ok -> {
                        journal.add(new Entry(
                                ask.id(),
                                request,
                                who,
                                replies,
                                Optional.of(Journal.tree(ok.value())),
                                Optional.empty()));
                        return Outcome.of(ask.item(), ask.sample(), ask.task().name(), ok.value());
                    }
                    case Parsed.Failed<V> failed -> throw new AnswerException(failed.failure());
                    case Parsed.Retry<V> retry -> reason = retry.reason();
                }
            }
            failure = unusable(replies, reason);
        } catch (AnswerException e) {
            failure = e.failure();
        }
        if (failure.kind() != Failure.Kind.BUDGET && failure.kind() != Failure.Kind.NOT_ASKED) {
            journal.add(new Entry(ask.id(), request, who, replies, Optional.empty(), Optional.of(failure)));
        }
        return ask.failed(failure);
    }

    private <V> Outcome<V> replayed(Ask<V> ask) {
        Question question = ask.task().question();
        Optional<String> who = answerer(question).map(one -> one.fingerprint(question));
        List<Entry> entries = journal.entries(ask.id()).stream()
                .filter(entry -> who.isEmpty() || entry.by().equals(who.get()))
                .toList();
        if (entries.isEmpty()) {
            return ask.failed(new Failure(Failure.Kind.NOT_ASKED, "the journal has no record of " + ask.id()));
        }
        Set<String> all = new TreeSet<>(entries.stream().map(Entry::by).toList());
        if (all.size() > 1) {
            throw new ConfigException("the journal has answers of %s; say whose count with --model or --engine"
                    .formatted(String.join(" and of ", all)));
        }
        by.addAll(all);
        return read(ask, entries.stream().filter(Entry::answered).findFirst().orElse(entries.getLast()));
    }
}
