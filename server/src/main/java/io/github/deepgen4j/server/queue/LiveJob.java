// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.server.engine.Previews;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A job that has not ended, or has just, with all that the store need not know. */
public final class LiveJob {
    private static final long LOOK = 10_000; // milliseconds for which who has looked looks

    private final EventLog events = new EventLog();
    private final List<Picture> pictures;
    private final CompletableFuture<Job> ended = new CompletableFuture<>();
    private final List<PreviewListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Job job;
    private volatile Progress progress;
    private volatile boolean cancelled;
    private volatile boolean removed;
    private final Map<String, Double> seconds = new HashMap<>();
    private volatile byte[] lastPreview;
    private volatile long lookedAt; // milliseconds
    private long stageBegan;
    private int waiters;
    private long leftAt; // milliseconds when the last one that waited has left, 0 while one waits

    /** Is given images in progress. */
    public interface PreviewListener {
        /** Number of partial images that it wants of each image. */
        int partial();

        /** @param partial number of the partial image, from 0 */
        void preview(int image, int partial, byte[] jpeg);
    }

    LiveJob(Job job, List<Picture> pictures, long now) {
        this.job = job;
        this.pictures = new CopyOnWriteArrayList<>(pictures);
        this.progress = new Progress(
                "queued",
                pictures.size(),
                job.settings().count(),
                0,
                job.settings().steps());
        this.leftAt = now;
    }

    public Job job() {
        return job;
    }

    void job(Job value) {
        job = value;
    }

    public Progress progress() {
        return progress;
    }

    synchronized void progress(Progress value) {
        long now = System.nanoTime();
        if (job.status() == JobStatus.RUNNING && stageBegan != 0) {
            seconds.merge(progress.stage(), (now - stageBegan) / 1e9, Double::sum);
        }
        stageBegan = now;
        progress = value;
    }

    /** Seconds that each stage has taken in this process. */
    public synchronized Map<String, Double> seconds() {
        return Map.copyOf(seconds);
    }

    /** Pictures that are finished, by number. */
    public List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    void add(Picture picture) {
        pictures.add(picture);
    }

    public EventLog events() {
        return events;
    }

    // ---- its end ----

    boolean cancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
    }

    /** True if its record is to be removed when it has ended. */
    boolean removed() {
        return removed;
    }

    void remove() {
        removed = true;
        cancelled = true;
    }

    void end() {
        ended.complete(job);
    }

    /** Waits for its end; false if it has not ended in time. */
    public boolean await(long millis) throws InterruptedException {
        try {
            ended.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a job is never a failure itself", e);
        }
    }

    /** Calls back when it has ended. */
    public void onEnd(Runnable action) {
        CompletableFuture<Void> _ = ended.thenRun(action);
    }

    // ---- those who wait for it ----

    /** A client waits for it. */
    public synchronized void enter() {
        waiters++;
        leftAt = 0;
    }

    /** A client does not wait any more. */
    public synchronized void leave() {
        waiters--;
        if (waiters == 0) {
            leftAt = System.currentTimeMillis();
        }
    }

    /** True if nobody has waited for it for some time. */
    synchronized boolean abandoned(long now, long graceMillis) {
        return waiters == 0 && leftAt > 0 && now - leftAt >= graceMillis;
    }

    /** True if nobody waits for it. */
    public synchronized boolean alone() {
        return waiters == 0;
    }

    // ---- previews ----

    public void listen(PreviewListener listener) {
        listeners.add(listener);
    }

    public void unlisten(PreviewListener listener) {
        listeners.remove(listener);
    }

    /** Somebody asks for it now and then, and wants to see how it is coming on. */
    public void look() {
        lookedAt = System.currentTimeMillis();
    }

    /** The last image in progress as the bytes of a JPEG file, if any was asked for. */
    public Optional<byte[]> lastPreview() {
        return Optional.ofNullable(lastPreview);
    }

    private boolean lookedAt() {
        return System.currentTimeMillis() - lookedAt < LOOK;
    }

    /** The images in progress that the engine is asked for. */
    Previews previews(boolean watched) {
        int partial =
                listeners.stream().mapToInt(PreviewListener::partial).max().orElse(0);
        return new Previews(partial, watched || events.watched() || lookedAt());
    }

    void preview(int image, int step, byte[] jpeg) {
        lastPreview = jpeg;
        for (PreviewListener listener : listeners) {
            int partial = new Previews(listener.partial(), false).partialAt(step, progress.steps());
            if (partial >= 0) {
                listener.preview(image, partial, jpeg);
            }
        }
    }
}
