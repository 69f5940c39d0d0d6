// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Reads and prepares every sample of a mix once, and says which a run would skip and why. */
public final class DataCheck {
    private static final int READ_AT_ONCE = 32;

    /**
     * Findings in a source.
     *
     * @param samples number of samples it has
     * @param checked number that was read
     * @param emptyTexts good samples whose text is blank; a run takes them
     * @param trimmedTexts good samples whose text has blanks at an end that a run does not see
     * @param longTexts good samples whose text is longer than a run takes, which cuts it; 0 without a model
     * @param inventory what the source saw besides its samples
     * @param smallest the target image with the fewest pixels as stored, null without a good sample
     * @param largest the one with the most
     * @param bad what a run would skip
     */
    public record Report(
            String source,
            String type,
            int samples,
            int checked,
            int emptyTexts,
            int trimmedTexts,
            int longTexts,
            Inventory inventory,
            String smallest,
            String largest,
            List<BadSamples.Bad> bad) {}

    private record Read(Size stored, Sample prepared) {}

    private final Mix mix;
    private final Optional<CheckedModel> model;
    private final Preparation preparation;
    private final int limit;
    private final BooleanSupplier stop;
    private final IntConsumer progress;

    /**
     * @param config of the mix
     * @param model whose limits count
     * @param limit samples to read of each source
     * @param stop ends the check early when true
     * @param progress gets the number of samples read since it was last called
     */
    public DataCheck(
            Mix mix,
            DataConfig config,
            Optional<CheckedModel> model,
            int limit,
            BooleanSupplier stop,
            IntConsumer progress) {
        this.mix = mix;
        this.model = model;
        Limits limits = model.map(CheckedModel::limits).orElse(Limits.NONE);
        this.preparation = new Preparation(config.image(), 0, 0, limits); // texts that a run drops are as good as any
        this.limit = limit;
        this.stop = stop;
        this.progress = progress;
    }

    /** Number of samples that are read, at most {@code limit} of each source. */
    public static long samples(Mix mix, int limit) {
        return mix.sources().stream()
                .mapToLong(source -> Math.min(limit, source.size()))
                .sum();
    }

    /** @param good gets every good sample as a run would, in order, on this thread */
    public List<Report> run(Consumer<Sample> good) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return mix.sources().stream()
                    .map(source -> check(source, threads, good))
                    .toList();
        }
    }

    private Report check(Source source, ExecutorService threads, Consumer<Sample> good) {
        int end = Math.min(limit, source.size());
        List<Size> sizes = new ArrayList<>();
        List<BadSamples.Bad> bad = new ArrayList<>();
        var texts = new Texts();
        int checked = 0;
        while (checked < end && !stop.getAsBoolean()) {
            List<Future<Read>> reading = new ArrayList<>();
            for (int i = checked; i < Math.min(end, checked + READ_AT_ONCE); i++) {
                int index = i;
                reading.add(threads.submit(() -> read(source, index)));
            }
            for (Future<Read> future : reading) {
                try {
                    Read read = future.get();
                    sizes.add(read.stored());
                    texts.add(read.prepared());
                    good.accept(read.prepared());
                } catch (ExecutionException e) {
                    bad.add(BadSamples.Bad.of(source, checked, reason(e)));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new DataException("interrupted while checking " + source.name(), e);
                }
                checked++;
            }
            progress.accept(reading.size());
        }
        Comparator<Size> order = Comparator.comparingLong(Size::pixels);
        return new Report(
                source.name(),
                source.type().toString(),
                source.size(),
                checked,
                texts.empty,
                texts.trimmed,
                texts.tooLong,
                source.inventory(),
                sizes.stream().min(order).map(Size::toString).orElse(null),
                sizes.stream().max(order).map(Size::toString).orElse(null),
                List.copyOf(bad));
    }

    /** Counts of texts that somebody should look at. */
    private final class Texts {
        private int empty;
        private int trimmed;
        private int tooLong;

        void add(Sample sample) {
            empty += sample.text().isBlank() ? 1 : 0;
            trimmed += sample.trimmed() ? 1 : 0;
            tooLong += model.isPresent() && model.get().isTooLong(sample) ? 1 : 0;
        }
    }

    private Read read(Source source, int index) {
        Sample sample = source.read(index);
        return new Read(sample.target().size(), preparation.apply(sample, new Seed(index).random()));
    }

    private static BadSampleException reason(ExecutionException e) {
        if (e.getCause() instanceof BadSampleException bad) {
            return bad;
        }
        if (e.getCause() instanceof DataException whole) {
            throw whole;
        }
        throw new DataException("a sample could not be read (" + e.getCause() + ")", e);
    }
}
