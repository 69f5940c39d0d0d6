// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.pipeline.Seed;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.server.engine.DrawStart;
import io.github.deepgen4j.server.engine.DrawWatch;
import io.github.deepgen4j.server.engine.DrawnImage;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.engine.EngineException;
import io.github.deepgen4j.server.engine.ModelFacts;
import io.github.deepgen4j.server.engine.Previews;
import io.github.deepgen4j.server.results.Checkpoint;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Has one engine draw what the queue gives, one job after another. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long IDLE = 100; // milliseconds between looks, unless woken
    private static final int MOST_LOSSES = 3;
    private static final int WORTH = 50; // times what a checkpoint costs lies between two

    private final JobQueue queue;
    private final Engine engine;
    private final Thread thread;
    private volatile LiveJob running;
    private volatile boolean ending; // take no more
    private volatile boolean stopping; // give up what runs

    Worker(JobQueue queue, Engine engine) {
        this.queue = queue;
        this.engine = engine;
        this.thread = Thread.ofVirtual().name("worker " + engine.name()).unstarted(this::work);
    }

    Engine engine() {
        return engine;
    }

    void start() {
        thread.start();
    }

    synchronized void wake() {
        notifyAll();
    }

    private void work() {
        while (!ending) {
            try {
                if (!drawsNext()) {
                    queue.rests().idle(engine);
                    rest();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("engine {}: the queue cannot go on; trying again", engine.name(), e);
                pause();
            } finally {
                running = null;
            }
        }
    }

    /** Draws the next job; false if there is none, or it has to wait for another model to leave. */
    private boolean drawsNext() {
        if (!engine.state().ready() || !queue.rests().enter(engine.name())) {
            return false;
        }
        try {
            Optional<LiveJob> next = queue.take(engine.name());
            next.ifPresent(entry -> {
                running = entry;
                draw(entry);
            });
            return next.isPresent();
        } finally {
            queue.rests().leave(engine.name());
        }
    }

    private synchronized void rest() throws InterruptedException {
        wait(IDLE);
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw(LiveJob entry) {
        Job job = entry.job();
        MDC.setContextMap(Map.of("job", job.id(), "key", job.key(), "request_id", job.request()));
        try {
            engine.draw(request(job), start(entry), new Watch(entry));
            queue.end(entry, JobStatus.SUCCEEDED, Optional.empty());
        } catch (EngineException e) {
            failed(entry, e);
        } catch (RuntimeException e) {
            LOG.error("{}: failed", job.id(), e);
            JobError error = e instanceof StoreException
                    ? new JobError("storage_full", "", "a picture could not be stored")
                    : new JobError("internal_error", "", "the server failed");
            queue.end(entry, JobStatus.FAILED, Optional.of(error));
        } finally {
            MDC.clear();
        }
    }

    private void failed(LiveJob entry, EngineException e) {
        Job job = entry.job();
        switch (e.kind()) {
            case CANCELLED -> cancelled(entry);
            case LOADING, RESTARTING -> queue.putBack(entry, job.untaken());
            case LOST -> {
                if (stopping) {
                    queue.putBack(entry, job.again(false));
                } else if (job.losses() + 1 < MOST_LOSSES) {
                    queue.putBack(entry, job.again(true));
                } else {
                    queue.poisonous(job);
                    queue.end(
                            entry,
                            JobStatus.FAILED,
                            Optional.of(new JobError(
                                    "engine_lost", "", "the engine ended three times while it drew this")));
                }
            }
            case REFUSED, FAILED ->
                queue.end(entry, JobStatus.FAILED, Optional.of(new JobError(e.code(), e.field(), e.getMessage())));
        }
    }

    private void cancelled(LiveJob entry) {
        Job job = entry.job();
        if (entry.cancelled()) {
            queue.end(entry, JobStatus.CANCELLED, Optional.empty());
        } else if (late(job)) {
            queue.end(entry, JobStatus.FAILED, Optional.of(JobQueue.late()));
        } else {
            queue.putBack(entry, job.again(false));
        }
    }

    private static boolean late(Job job) {
        return job.deadline() > 0 && System.currentTimeMillis() > job.deadline();
    }

    /** Behind the finished pictures, in the middle of the next one if these weights have drawn so far. */
    private DrawStart start(LiveJob entry) {
        int image = entry.pictures().size();
        return new DrawStart(
                image,
                queue.files()
                        .checkpoint(entry.job().id())
                        .filter(kept ->
                                kept.image() == image && kept.fingerprint().equals(weights(entry.job())))
                        .map(Checkpoint::state));
    }

    private String fingerprint() {
        return engine.facts().map(ModelFacts::fingerprint).orElse("");
    }

    /** Tells the weights that draw a job, its adapters beside them, from others. */
    private String weights(Job job) {
        return engine.facts()
                .map(facts -> facts.fingerprint(job.settings().lora()))
                .orElse("");
    }

    private DrawRequest request(Job job) {
        List<byte[]> references = job.references().stream().map(this::input).toList();
        return new DrawRequest(job.settings(), references, job.mask().map(this::input));
    }

    private byte[] input(String sum) {
        return queue.files()
                .input(sum)
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.FAILED,
                        "expired",
                        "image",
                        "an input image is not in the data folder any more"));
    }

    /**
     * Takes no more work, and gives up what runs unless it is expected to end in time.
     *
     * @param end in milliseconds since 1970
     * @param left seconds of work that a job needs
     */
    void stop(long end, ToDoubleFunction<LiveJob> left) {
        ending = true;
        wake();
        LiveJob entry = running;
        if (entry != null) {
            stopping = System.currentTimeMillis() + 1000 * left.applyAsDouble(entry) > end;
        }
        try {
            while (thread.isAlive()) {
                stopping |= System.currentTimeMillis() > end;
                thread.join(20);
            }
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }

    /** Writes down what the engine tells of one job. */
    private final class Watch implements DrawWatch {
        private final LiveJob entry;
        private final Job job;
        private long began = System.nanoTime(); // of the image
        private long firstStep;
        private long lastStep;
        private long lastCheckpoint;
        private long checkpointCost; // nanoseconds
        private int steps;

        Watch(LiveJob entry) {
            this.entry = entry;
            this.job = entry.job();
        }

        @Override
        public boolean cancelled() {
            return entry.cancelled() || stopping || late(job);
        }

        @Override
        public Previews previews() {
            return entry.previews(queue.watched(entry));
        }

        @Override
        public void stage(int image, String stage) {
            int step = stage.equals("decoding") ? entry.progress().step() : 0;
            entry.progress(entry.progress().at(stage, image, step));
            if (stage.equals("denoising")) {
                firstStep = System.nanoTime();
                lastStep = firstStep;
                steps = 0;
            }
            queue.publish(entry, "stage", JsonNode.of(Map.of("image", image, "stage", stage)));
        }

        @Override
        public void step(int image, int step, int all) {
            long before = lastStep;
            lastStep = System.nanoTime();
            queue.tell(listener -> listener.step(job, (lastStep - before) / 1e9));
            steps++;
            entry.progress(entry.progress().at("denoising", image, step));
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("image", image);
            data.put("step", step);
            data.put("steps", all);
            queue.forecast().of(entry).ifPresent(eta -> data.put("finish_seconds", eta.finish()));
            queue.publish(entry, "step", JsonNode.of(data));
        }

        @Override
        public void preview(int image, int step, byte[] jpeg) {
            entry.preview(image, step, jpeg);
            String url = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
            queue.publish(entry, "preview", JsonNode.of(Map.of("image", image, "step", step, "url", url)));
        }

        @Override
        public void checkpoint(int image, byte[] state) {
            long began = System.nanoTime();
            if (began - lastCheckpoint < WORTH * checkpointCost) {
                return; // small models make their steps faster than a disk writes
            }
            queue.files().keep(job.id(), new Checkpoint(weights(job), image, state));
            lastCheckpoint = System.nanoTime();
            checkpointCost = lastCheckpoint - began;
        }

        @Override
        public void image(DrawnImage drawn) {
            String id = "img_" + Ulid.next();
            long now = System.currentTimeMillis();
            String place = queue.files().write(id, Instant.ofEpochMilli(now), drawn.png());
            var picture = new Picture(
                    id,
                    job.id(),
                    job.key(),
                    job.model(),
                    job.settings().prompt(),
                    drawn.number(),
                    Seed.text(drawn.seed()),
                    drawn.size().width(),
                    drawn.size().height(),
                    Digest.sha256(drawn.png()),
                    drawn.png().length,
                    place,
                    drawn.seconds(),
                    false,
                    "",
                    now);
            queue.store().add(picture, job.pixelSteps());
            entry.add(picture);
            entry.progress(entry.progress().at("decoding", drawn.number() + 1, 0));
            queue.publish(
                    entry,
                    "image",
                    JsonNode.of(Map.of(
                            "index",
                            drawn.number(),
                            "id",
                            id,
                            "url",
                            "/deepgen/v1/jobs/" + job.id() + "/images/" + drawn.number())));
            measure();
        }

        private void measure() {
            boolean exact = job.settings().speed() == Speed.EXACT; // others would make exact ones look faster
            if (exact && steps > 0 && steps == job.settings().steps()) {
                double denoising = (lastStep - firstStep) / 1e9;
                double whole = (System.nanoTime() - began) / 1e9;
                queue.paces()
                        .measured(
                                job.model(),
                                fingerprint(),
                                job.settled(),
                                denoising / steps,
                                Math.max(0, whole - denoising));
            }
            began = System.nanoTime();
        }
    }
}
