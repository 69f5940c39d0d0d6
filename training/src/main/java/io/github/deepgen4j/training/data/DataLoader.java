// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.training.data.MultiSourceSampler.Draw;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongUnaryOperator;

/**
 * The micro-batches of a run, read ahead on virtual threads. A micro-batch is a pure function of configuration, seed
 * and its number; where a run stands is that number, and nothing else needs to be saved. At most {@code prefetch}
 * micro-batches are in memory besides the one handed out: more are begun only when one is taken. For one consumer
 * thread.
 */
final class DataLoader implements Batches {
    private static final int ORDER = 0;
    private static final int CONTENT = 1;

    private final Mix mix;
    private final LongUnaryOperator next;
    private final int prefetch;
    private final MultiSourceSampler sampler;
    private final Seed content;
    private final SampleReader reader;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Pending> ahead = new ArrayDeque<>();
    private volatile boolean closed;

    private record Pending(long number, SampleType type, List<Future<Sample>> samples) {}

    private DataLoader(
            Mix mix, DataConfig config, Seed seed, LongUnaryOperator next, Limits limits, Omissions skipped) {
        this.mix = mix;
        this.next = next;
        this.prefetch = config.loader().prefetch();
        this.sampler = new MultiSourceSampler(
                mix.groups().stream().map(Group::share).toList(),
                config.shuffle() ? Optional.of(seed.with(ORDER)) : Optional.empty());
        this.content = seed.with(CONTENT).with(0);
        BadSamples bad = new BadSamples(config.loader().maxBad(), skipped::add);
        this.reader =
                new SampleReader(config.preparation(limits), config.loader().retries(), bad);
    }

    /**
     * Opens the sources; nothing is read ahead before the first micro-batch is asked for.
     *
     * @param seed the same on all ranks
     * @throws DataException if a data set cannot be used at all
     */
    public static DataLoader open(DataConfig config, Seed seed) {
        return open(config, seed, number -> number + 1, Limits.NONE, _ -> {});
    }

    /**
     * A loader for a consumer that leaves numbers out.
     *
     * @param next the number that will be asked for after one, which is read ahead
     * @param limits of the model that takes the samples
     * @param skipped told of what the sources hold and the consumer does not get
     */
    public static DataLoader open(
            DataConfig config, Seed seed, LongUnaryOperator next, Limits limits, Omissions skipped) {
        Mix mix = Mix.open(config);
        try {
            for (Source source : mix.sources()) {
                if (!source.inventory().isComplete()) {
                    skipped.leftOut(source.name(), source.inventory());
                }
            }
            return new DataLoader(mix, config, seed, next, limits, skipped);
        } catch (RuntimeException e) {
            mix.close();
            throw e;
        }
    }

    /**
     * A micro-batch. The next one is waiting already; any other one may be asked for, which begins again from there.
     *
     * @throws DataException if too many samples are bad, or the thread is interrupted
     */
    @Override
    public Batch batch(long number) {
        if (closed) {
            throw new IllegalStateException("batch " + number + " of a closed loader");
        }
        if (ahead.isEmpty() || ahead.getFirst().number() != number) {
            ahead.clear(); // what is being read is few, and is left to finish
            ahead.add(begin(number));
        }
        Pending due = ahead.removeFirst();
        while (ahead.size() < prefetch) {
            long last = ahead.isEmpty() ? number : ahead.getLast().number();
            ahead.add(begin(next.applyAsLong(last)));
        }
        List<Sample> samples = new ArrayList<>();
        for (Future<Sample> sample : due.samples()) {
            samples.add(join(sample));
        }
        return new Batch(number, due.type(), samples);
    }

    private Pending begin(long number) {
        Draw draw = sampler.batch(number);
        Group group = mix.groups().get(draw.source());
        Seed ofBatch = content.with(number);
        List<Future<Sample>> samples = new ArrayList<>();
        for (int i = 0; i < draw.indices().length; i++) {
            Group.Place place = group.place(draw.indices()[i]);
            Seed ofSample = ofBatch.with(i);
            samples.add(threads.submit(() -> read(place, ofSample)));
        }
        return new Pending(number, group.type(), samples);
    }

    private Sample read(Group.Place place, Seed seed) {
        if (closed) {
            throw new CancellationException("the loader is closed");
        }
        return reader.read(place, seed.random());
    }

    private static Sample join(Future<Sample> sample) {
        try {
            return sample.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                default -> throw new DataException("a sample could not be read (" + e.getCause() + ")", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("interrupted while waiting for a sample", e);
        }
    }

    @Override
    public int cycle() {
        return sampler.cycle();
    }

    /** Waits for the samples being read right now, then closes the sources. */
    @Override
    public void close() {
        closed = true;
        threads.close();
        mix.close();
    }
}
