// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.testing;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ModelClosedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service in small: many requests at once from virtual threads, some given up at random moments, the model closed in
 * the middle. Needs the public entry alone, so that it runs inside any framework.
 */
public final class ManyCallers {
    /** Different images that are asked for. */
    private static final int SEEDS = 5;

    private static final int NEVER = Integer.MAX_VALUE;

    private final DeepGen deepgen;
    private final GenerateRequest request;
    private final Map<Long, byte[]> alone = new HashMap<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger drawn = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Draws each of the images alone, to compare with. */
    public ManyCallers(DeepGen deepgen, GenerateRequest request) {
        this.deepgen = deepgen;
        this.request = request;
        for (long seed = 0; seed < SEEDS; seed++) {
            alone.put(seed, deepgen.generate(request.withSeed(seed)).png());
        }
    }

    /**
     * The ends of all requests.
     *
     * @param drawn with the same bytes as alone
     * @param cancelled given up
     * @param closed failed because the model was closed
     * @param wrong what else happened; empty if all is right
     */
    public record Outcome(int drawn, int cancelled, int closed, List<String> wrong) {}

    /**
     * Sends requests and waits for the end of all: every other one waits for its image, the rest hold a future.
     *
     * @param total number of requests
     * @param givenUp number of those that are given up at a random moment, by an interrupt or by cancelling
     * @param closeAfter requests that end before the model is closed; more than all for not at all
     */
    public Outcome run(int total, int givenUp, int closeAfter, long randomSeed) {
        var random = new Random(randomSeed);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < total; i++) {
                boolean chosen = i * givenUp / total < (i + 1) * givenUp / total;
                int moment = chosen ? random.nextInt(i / 2 + 1) : NEVER;
                GenerateRequest own = request.withSeed(i % SEEDS);
                threads.submit(
                        i % 2 == 0 ? () -> ends(() -> waits(own, moment)) : () -> ends(() -> holds(own, moment)));
            }
            if (closeAfter < total) {
                after(closeAfter, deepgen::close);
            }
        }
        return new Outcome(drawn.get(), cancelled.get(), closed.get(), List.copyOf(wrong));
    }

    private Generated waits(GenerateRequest own, int moment) {
        Thread caller = Thread.currentThread();
        after(moment, caller::interrupt);
        return deepgen.generate(own);
    }

    private Generated holds(GenerateRequest own, int moment) {
        CompletableFuture<Generated> image = deepgen.generateAsync(own);
        after(moment, () -> image.cancel(true));
        try {
            return image.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Does something, on a thread of its own, when so many requests have ended. */
    private void after(int moment, Runnable action) {
        if (moment == NEVER) {
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                while (ended.get() < moment) {
                    Thread.sleep(1);
                }
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void ends(Callable<Generated> caller) {
        try {
            Generated image = caller.call();
            if (!Arrays.equals(image.png(), alone.get(image.seed()))) {
                wrong.add("seed " + image.seed() + " has other bytes than alone");
            }
            drawn.incrementAndGet();
        } catch (CancellationException e) {
            cancelled.incrementAndGet();
        } catch (ModelClosedException e) {
            closed.incrementAndGet();
        } catch (Exception | Error e) {
            wrong.add(e.toString());
        } finally {
            ended.incrementAndGet();
        }
    }
}
