// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.results.Pictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of a server: takes jobs, has engines draw them one after another in {@link FairOrder}, and keeps what
 * happened in the store. A job that was taken is never lost: after an end of the process, whatever its kind, it is
 * queued again.
 */
public final class JobQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
    private static final long TICK = 200; // milliseconds
    private static final long POSITIONS = 5; // ticks
    private static final long SWEEP = 3000;
    private static final double NEARLY_DONE = 0.8;

    private final JobStore store;
    private final Pictures pictures;
    private final QueueLimits limits;
    private final PaceTable paces;
    private final List<JobListener> listeners;
    private final LiveJobs live = new LiveJobs();
    private final FairOrders orders;
    private final Estimates estimates;
    private final Announcements announcements;
    private final Admission admission;
    private final Gallery gallery;
    private final QueueLoad load;
    private final KeyJobs keyJobs;
    private final Retention retention;
    private final EngineRests rests;
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final Thread clock;
    private volatile boolean draining;
    private volatile boolean closed;

    /** Takes up what the store has, repairs what a crash has left, and begins to work. */
    public JobQueue(
            JobStore store, Pictures pictures, List<Engine> engines, QueueLimits limits, List<JobListener> listeners) {
        this.store = store;
        this.listeners = List.copyOf(listeners);
        this.pictures = pictures;
        this.limits = limits;
        this.paces = new PaceTable(store);
        this.orders = new FairOrders(live, limits.weight());
        this.estimates = new Estimates(live, orders, paces, this::facts);
        this.announcements = new Announcements(live, estimates);
        this.admission = new Admission(limits, live, estimates, pictures);
        this.gallery = new Gallery(store, pictures);
        this.load = new QueueLoad(live, estimates, announcements, pictures);
        this.keyJobs = new KeyJobs(live, store);
        this.retention = new Retention(store, gallery, limits);
        this.rests = new EngineRests(limits.residency(), engines, orders, live);
        new Repair(store, pictures).run();
        recover();
        engines.forEach(engine -> workers.put(engine.name(), new Worker(this, engine)));
        workers.values().forEach(Worker::start);
        this.clock = Thread.ofVirtual().name("queue clock").start(this::tick);
    }

    private void recover() {
        long now = System.currentTimeMillis();
        for (Job job : store.unfinished()) {
            Job next = job.status() == JobStatus.RUNNING ? job.again(false) : job;
            if (next != job) {
                store.update(next);
                LOG.info("{}: was running when the server ended; queued again, attempt {}", job.id(), next.attempt());
            }
            live.add(new LiveJob(next, store.pictures(job.id()), now));
        }
    }

    private Optional<ModelFacts> facts(String model) {
        return Optional.ofNullable(workers.get(model))
                .flatMap(worker -> worker.engine().facts());
    }

    JobStore store() {
        return store;
    }

    Pictures files() {
        return pictures;
    }

    EngineRests rests() {
        return rests;
    }

    PaceTable paces() {
        return paces;
    }

    // ---- submission ----

    /**
     * Takes a job; it is on the disk when this returns.
     *
     * @throws Rejection if the queue is full, the server is ending, or such jobs have killed engines
     */
    public LiveJob submit(NewJob job) {
        return submit(List.of(job)).getFirst();
    }

    /** Takes jobs, all or none; as {@link #submit(NewJob)}. */
    public List<LiveJob> submit(List<NewJob> jobs) {
        List<LiveJob> taken = new ArrayList<>();
        synchronized (this) {
            if (draining) {
                throw new Rejection("draining", "the server is ending and takes no new work; try again soon", 10);
            }
            admission.require(jobs);
            long now = System.currentTimeMillis();
            List<Job> rows = jobs.stream().map(each -> each.at(now)).toList();
            store.add(rows, jobs.stream().map(NewJob::token).toList());
            for (Job row : rows) {
                var entry = new LiveJob(row, List.of(), now);
                live.add(entry);
                taken.add(entry);
            }
        }
        taken.forEach(each -> tell(listener -> listener.submitted(each.job())));
        announcements.queued(taken);
        workers.values().forEach(Worker::wake);
        return taken;
    }

    void tell(Consumer<JobListener> news) {
        listeners.forEach(news);
    }

    // ---- questions ----

    /** A job that has not ended yet, or only just. */
    public Optional<LiveJob> live(String id) {
        return live.find(id);
    }

    /** A job of a key, whatever its state. */
    public Optional<Job> find(String key, String id) {
        return live(id).map(LiveJob::job)
                .or(() -> store.find(id))
                .filter(job -> job.key().equals(key));
    }

    public List<Job> list(String key, Optional<JobStatus> status, Page page) {
        return store.jobs(Optional.of(key), status, page);
    }

    public List<Picture> picturesOf(String job) {
        return live(job).map(LiveJob::pictures).orElseGet(() -> store.pictures(job));
    }

    /** The queue in numbers. */
    public QueueLoad load() {
        return load;
    }

    /** The jobs of keys that have not ended. */
    public KeyJobs ofKeys() {
        return keyJobs;
    }

    /** The finished pictures. */
    public Gallery gallery() {
        return gallery;
    }

    /** An image that a request gave, by its sum; empty if it has gone. */
    public Optional<byte[]> input(String sum) {
        return pictures.input(sum);
    }

    /** Keeps an image that a request gives, before the job that refers to it is submitted. */
    public String keepInput(byte[] file) {
        return pictures.keepInput(file);
    }

    public Optional<JobStore.Remembered> remembered(String key, String token) {
        return store.remembered(key, token);
    }

    /** Events of all jobs of a key. */
    public EventLog events(String key) {
        return announcements.ofKey(key);
    }

    /**
     * A job of a key as one that can be waited for, whatever its state.
     *
     * @return empty if it has gone
     */
    public Optional<LiveJob> revive(String key, String id) {
        return live(id).or(() -> store.find(id).map(job -> {
                    var entry = new LiveJob(job, store.pictures(id), System.currentTimeMillis());
                    if (job.status().ended()) {
                        entry.end();
                    }
                    return entry;
                }))
                .filter(entry -> entry.job().key().equals(key));
    }

    /** Jobs that a server before this one took and whose clients are gone. */
    public List<LiveJob> orphans() {
        return live.all().stream().filter(entry -> entry.job().awaited()).toList();
    }

    public int capacity() {
        return limits.jobs();
    }

    public boolean draining() {
        return draining;
    }

    public boolean storeAlive() {
        return store.alive();
    }

    /** When jobs begin and end, as it is known now. */
    public Forecast forecast() {
        return estimates.forecast();
    }

    /** When a job of this kind would begin and end if it were submitted now, behind all others. */
    public Optional<Eta> estimate(String model, Settled settled, int steps, int count) {
        return estimates.ofNew(model, settled, steps, count);
    }

    // ---- changes ----

    /** Cancels a job, queued or running; takes effect before the next transformer pass. */
    public void cancel(String id) {
        live(id).ifPresent(entry -> {
            entry.cancel();
            endIfQueued(entry, JobStatus.CANCELLED, Optional.empty());
        });
    }

    /** Cancels a job if need be, and removes it and its pictures. */
    public void remove(String id) {
        Optional<LiveJob> entry = live(id);
        if (entry.isPresent() && !entry.get().job().status().ended()) {
            entry.get().remove();
            endIfQueued(entry.get(), JobStatus.CANCELLED, Optional.empty());
            return;
        }
        erase(id);
    }

    private void erase(String id) {
        store.pictures(id).forEach(gallery::erase);
        store.delete(id);
        live.remove(id);
    }

    /** Changes the priority of a job that is still queued; false if it is not. */
    public synchronized boolean prioritise(LiveJob entry, Priority priority) {
        if (entry.job().status() != JobStatus.QUEUED) {
            return false;
        }
        entry.job(entry.job().withPriority(priority));
        store.update(entry.job());
        return true;
    }

    /** The job goes on whether or not somebody waits for it. */
    public synchronized void keep(LiveJob entry) {
        if (entry.job().awaited() && !entry.job().status().ended()) {
            entry.job(entry.job().unawaited());
            store.update(entry.job());
        }
    }

    private synchronized void endIfQueued(LiveJob entry, JobStatus how, Optional<JobError> why) {
        if (entry.job().status() == JobStatus.QUEUED) {
            end(entry, how, why);
        }
    }

    // ---- what workers do ----

    /** The next job of a model, now running; empty if there is none. */
    synchronized Optional<LiveJob> take(String model) {
        if (draining) {
            return Optional.empty();
        }
        Optional<Job> next = orders.take(model);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        LiveJob entry = live.find(next.get().id()).orElseThrow();
        entry.job(entry.job().running(System.currentTimeMillis()));
        store.update(entry.job());
        publish(entry, "started", JsonNode.of(Map.of("attempt", entry.job().attempt())));
        return Optional.of(entry);
    }

    /** Puts a job that was taken back, unless nobody wants it any more. */
    synchronized void putBack(LiveJob entry, Job as) {
        if (entry.cancelled()) {
            end(entry, JobStatus.CANCELLED, Optional.empty());
            return;
        }
        entry.job(as);
        entry.progress(new Progress(
                "queued",
                entry.pictures().size(),
                as.settings().count(),
                0,
                as.settings().steps()));
        store.update(as);
        announcements.queued(entry);
    }

    synchronized void end(LiveJob entry, JobStatus how, Optional<JobError> why) {
        Job job = entry.job().ended(how, System.currentTimeMillis(), why);
        store.update(job);
        entry.job(job);
        LOG.info(
                "{}: {} after {} s{}",
                job.id(),
                how.text(),
                (job.finished() - job.created()) / 1000.0,
                why.map(error -> ", " + error.code()).orElse(""));
        publish(
                entry,
                how.text(),
                why.map(error -> JsonNode.of(Map.of("code", error.code(), "message", error.message())))
                        .orElseGet(JsonNode::object));
        pictures.deleteCheckpoint(job.id());
        tell(listener -> listener.ended(job, entry.pictures(), entry.seconds()));
        entry.end();
        if (entry.removed()) {
            erase(job.id());
        }
    }

    /** Such requests have killed the engine too often. */
    void poisonous(Job job) {
        admission.poisonous(job);
    }

    void publish(LiveJob entry, String type, JsonNode data) {
        announcements.publish(entry, type, data);
    }

    boolean watched(LiveJob entry) {
        return announcements.watched(entry);
    }

    // ---- time ----

    private void tick() {
        for (long round = 0; !closed; round++) {
            try {
                Thread.sleep(TICK);
                tick(round);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("the clock of the queue has missed a beat", e);
            }
        }
    }

    private void tick(long round) {
        long now = System.currentTimeMillis();
        live.all().forEach(entry -> look(entry, now));
        if (round % POSITIONS == 0) {
            announcements.tellPositions();
        }
        if (round % SWEEP == 0) {
            admission.forget();
            retention.sweep(now);
        }
    }

    private void look(LiveJob entry, long now) {
        Job job = entry.job();
        if (job.status().ended()) {
            if (now - job.finished() > limits.grace().toMillis() + 1000) {
                live.remove(job.id());
            }
            return;
        }
        if (job.deadline() > 0 && now > job.deadline()) {
            endIfQueued(entry, JobStatus.FAILED, Optional.of(late()));
        }
        if (job.awaited()
                && entry.abandoned(now, limits.grace().toMillis())
                && entry.progress().fraction() <= NEARLY_DONE) {
            if (!entry.cancelled()) {
                tell(listener -> listener.abandoned(job));
            }
            entry.cancel();
            endIfQueued(entry, JobStatus.CANCELLED, Optional.empty());
        }
    }

    static JobError late() {
        return new JobError("deadline_exceeded", "timeout", "the job was not finished in the time that it was given");
    }

    // ---- ends ----

    /**
     * Takes no more work, lets the running picture end if that is expected in time, and puts it back otherwise. Returns
     * when nothing runs.
     */
    public void drain(Duration patience) {
        draining = true;
        live.all().forEach(entry -> publish(entry, "shutdown", JsonNode.object()));
        long end = System.currentTimeMillis() + patience.toMillis();
        for (Worker worker : workers.values()) {
            worker.stop(end, entry -> estimates.left(entry).orElse(Double.MAX_VALUE));
        }
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
        closed = true;
        clock.interrupt();
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
