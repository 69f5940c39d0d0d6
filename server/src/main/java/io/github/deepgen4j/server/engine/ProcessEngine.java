// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.pipeline.Seed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An engine in a child process, so that this one survives whatever native code does: the child is started again, with a
 * growing pause, whenever it dies, and what it was doing fails as {@code LOST}. It rests by ending the child.
 */
public final class ProcessEngine implements RestingEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEngine.class);
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration WAKE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final long FIRST_PAUSE = 200; // milliseconds
    private static final long LONGEST_PAUSE = 30_000;
    private static final long STABLE = 60_000;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Map<Long, BlockingQueue<Frame>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();
    private final Thread supervisor;
    private volatile EngineChild child;
    private volatile ModelFacts facts;
    private volatile EngineState.Phase phase = EngineState.Phase.LOADING;
    private volatile String reason = "";
    private volatile long lastFrame = System.currentTimeMillis();
    private volatile int restarts;
    private volatile double loadSeconds;
    private volatile long begun; // of the child, in nanoseconds
    private volatile long lastAsked = System.currentTimeMillis();
    private boolean resting; // guarded by this: the child was told to end
    private boolean waking; // guarded by this: a child is started because somebody asks

    /**
     * Starts the child; returns at once.
     *
     * @param command that runs {@link EngineHost#serve} on its standard streams
     */
    public ProcessEngine(String name, List<String> command) {
        this(name, command, Map.of());
    }

    /** @param environment of the child, beside this process's */
    public ProcessEngine(String name, List<String> command, Map<String, String> environment) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.supervisor = Thread.ofVirtual().name("engine " + name).start(this::supervise);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EngineState state() {
        return new EngineState(phase, reason, lastFrame, restarts, pid(), loadSeconds);
    }

    @Override
    public Optional<ModelFacts> facts() {
        return Optional.ofNullable(facts);
    }

    /** Number of the child process; 0 while there is none. */
    public long pid() {
        EngineChild running = child;
        return running == null ? 0 : running.pid();
    }

    // ---- the child's life ----

    private void supervise() {
        long pause = FIRST_PAUSE;
        while (phase != EngineState.Phase.CLOSED) {
            long started = System.currentTimeMillis();
            boolean rested = live();
            if (phase == EngineState.Phase.CLOSED) {
                return;
            }
            if (rested) {
                pause = FIRST_PAUSE;
                sleep();
                continue;
            }
            become(facts == null ? EngineState.Phase.LOADING : EngineState.Phase.RESTARTING);
            restarts++;
            pause = System.currentTimeMillis() - started > STABLE ? FIRST_PAUSE : pause;
            LOG.warn("engine {}: {}; starting it again in {} ms", name, reason, pause);
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    /** The phase from now on; those who wait for it look. */
    private synchronized void become(EngineState.Phase next) {
        if (phase != EngineState.Phase.CLOSED) {
            phase = next;
            waking &= next == EngineState.Phase.LOADING;
        }
        notifyAll();
    }

    /** Returns when somebody asks, or when this is closed. */
    private synchronized void sleep() {
        try {
            while (phase == EngineState.Phase.RESTING) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void rest() {
        EngineChild running;
        synchronized (this) {
            if (phase != EngineState.Phase.UP) {
                return;
            }
            resting = true;
            phase = EngineState.Phase.RESTING; // who asks from now on waits for the next child
            try {
                while (!calls.isEmpty()) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running = child;
        }
        if (running != null) {
            running.close();
        }
        LOG.info("engine {}: rests", name);
    }

    @Override
    public long lastAskedMillis() {
        return lastAsked;
    }

    /** One child, from its start to its end; true if it was told to end so that its memory is free. */
    private boolean live() {
        try (var running = EngineChild.start(command, environment)) {
            child = running;
            begun = System.nanoTime();
            if (phase == EngineState.Phase.CLOSED) {
                return false;
            }
            for (Optional<Frame> frame = running.read(); frame.isPresent(); frame = running.read()) {
                lastFrame = System.currentTimeMillis();
                handle(frame.get());
            }
            reason = "engine_lost: " + running.end();
        } catch (IOException e) {
            reason = "engine_lost: " + e.getMessage();
        } finally {
            ended();
        }
        return rested();
    }

    private synchronized void ended() {
        child = null;
        String how = reason;
        if (phase == EngineState.Phase.UP) {
            phase = EngineState.Phase.RESTARTING;
        }
        calls.forEach((call, queue) -> queue.add(lost(call, how)));
    }

    /** True if the child that has ended was told to, whether or not it is already needed again. */
    private synchronized boolean rested() {
        boolean rested = phase == EngineState.Phase.RESTING || waking && resting;
        resting = false;
        if (rested) {
            reason = "";
        }
        return rested;
    }

    private static Frame lost(long call, String how) {
        return Frame.of(
                "failed",
                call,
                Map.of("kind", EngineException.Kind.LOST, "code", "engine_lost", "field", "", "message", how));
    }

    private void handle(Frame frame) {
        switch (frame.type()) {
            case "ready" -> {
                facts = ModelFacts.of(frame.head());
                reason = "";
                loadSeconds = (System.nanoTime() - begun) / 1e9;
                lastAsked = System.currentTimeMillis();
                become(EngineState.Phase.UP);
                LOG.info("engine {}: ready, weights {}", name, facts.fingerprint());
            }
            case "unloadable" -> {
                reason = frame.head().path("message").asString();
                LOG.error("engine {}: cannot be loaded: {}", name, reason);
            }
            case "loading", "beat" -> {} // the time of the frame is all
            default -> Optional.ofNullable(calls.get(frame.call())).ifPresent(queue -> queue.add(frame));
        }
    }

    // ---- calls ----

    @Override
    public Settled settle(DrawRequest request) {
        try (var call = new Call()) {
            call.send("settle", Map.of("settings", request.settings().json(), "masked", masked(request)), request);
            Frame frame = call.next(SETTLE)
                    .orElseThrow(() -> new EngineException(
                            EngineException.Kind.RESTARTING,
                            "engine_restarting",
                            "",
                            "the engine has not answered for " + SETTLE.toSeconds() + " s"));
            return Settled.of(frame.head());
        }
    }

    /** Enters a question, when there is a child that can be asked: one that rests is started. */
    private synchronized EngineChild begin(long number, BlockingQueue<Frame> frames) {
        lastAsked = System.currentTimeMillis();
        if (phase == EngineState.Phase.RESTING) {
            waking = true;
            become(EngineState.Phase.LOADING);
        }
        try {
            long end = lastAsked + WAKE.toMillis();
            while (waking && System.currentTimeMillis() < end) {
                wait(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
        if (child == null || phase != EngineState.Phase.UP) {
            throw absent();
        }
        calls.put(number, frames);
        return child;
    }

    private synchronized void finished(long number) {
        calls.remove(number);
        lastAsked = System.currentTimeMillis();
        notifyAll(); // one that is told to rest waits for the last
    }

    private EngineException absent() {
        return phase == EngineState.Phase.LOADING
                ? new EngineException(
                        EngineException.Kind.LOADING,
                        "model_loading",
                        "",
                        "model " + name + " is being loaded; try again soon")
                : new EngineException(
                        EngineException.Kind.RESTARTING,
                        "engine_restarting",
                        "",
                        "the engine of model " + name + " is being restarted; try again soon");
    }

    private static boolean masked(DrawRequest request) {
        return request.mask().isPresent();
    }

    @Override
    public void draw(DrawRequest request, DrawStart start, DrawWatch watch) {
        Previews wanted = watch.previews();
        boolean cancelled = false;
        try (var call = new Call()) {
            Map<String, Object> head = Map.of(
                    "settings",
                    request.settings().json(),
                    "masked",
                    masked(request),
                    "first",
                    start.image(),
                    "checkpoint",
                    start.checkpoint().isPresent(),
                    "previews",
                    wanted.json(),
                    "names",
                    Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of()));
            List<byte[]> files = new ArrayList<>(request.files());
            start.checkpoint().ifPresent(files::add);
            call.send(new Frame("draw", call.number, JsonNode.of(head), files));
            while (true) {
                Optional<Frame> frame = call.next(LOOK);
                if (frame.isPresent() && frame.get().type().equals("done")) {
                    return;
                }
                frame.ifPresent(each -> tell(call, each, watch));
                if (!cancelled && watch.cancelled()) {
                    cancelled = true;
                    call.send(Frame.of("cancel", call.number, Map.of()));
                }
                if (!wanted.equals(watch.previews())) {
                    wanted = watch.previews();
                    call.send(new Frame("previews", call.number, wanted.json(), List.of()));
                }
            }
        }
    }

    /** A watch that fails gets nothing more: what nobody takes is not drawn. */
    private static void tell(Call call, Frame frame, DrawWatch watch) {
        try {
            tell(frame, watch);
        } catch (RuntimeException e) {
            call.send(Frame.of("cancel", call.number, Map.of()));
            throw e;
        }
    }

    private static void tell(Frame frame, DrawWatch watch) {
        JsonNode head = frame.head();
        switch (frame.type()) {
            case "stage" ->
                watch.stage(head.get("image").intValue(), head.get("stage").stringValue());
            case "step" ->
                watch.step(
                        head.get("image").intValue(),
                        head.get("step").intValue(),
                        head.get("steps").intValue());
            case "preview" ->
                watch.preview(
                        head.get("image").intValue(),
                        head.get("step").intValue(),
                        frame.files().getFirst());
            case "checkpoint" ->
                watch.checkpoint(head.get("image").intValue(), frame.files().getFirst());
            case "image" ->
                watch.image(new DrawnImage(
                        head.get("number").intValue(),
                        Seed.parse(head.get("seed").stringValue()),
                        Size.parse(head.get("size").stringValue()),
                        frame.files().getFirst(),
                        head.get("seconds").doubleValue()));
            default -> throw EngineException.failed("the engine sent a frame of unknown type " + frame.type());
        }
    }

    @Override
    public void close() {
        become(EngineState.Phase.CLOSED);
        supervisor.interrupt();
        EngineChild running = child;
        if (running != null) {
            running.close();
        }
        calls.forEach((call, queue) -> queue.add(lost(call, "closed")));
    }

    /** A question to the child, and what it says to it. */
    private final class Call implements AutoCloseable {
        private final long number = lastCall.incrementAndGet();
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final EngineChild asked;

        Call() {
            asked = begin(number, frames);
        }

        void send(String type, Map<String, ?> head, DrawRequest request) {
            send(new Frame(type, number, JsonNode.of(head), request.files()));
        }

        void send(Frame frame) {
            try {
                asked.write(frame);
            } catch (IOException e) {
                frames.add(lost(number, String.valueOf(e.getMessage())));
            }
        }

        /** The next frame, empty if there is none in time; a failure is thrown. */
        Optional<Frame> next(Duration patience) {
            Frame frame;
            try {
                frame = frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw EngineException.cancelled();
            }
            if (frame != null && frame.type().equals("failed")) {
                JsonNode head = frame.head();
                throw new EngineException(
                        EngineException.Kind.valueOf(head.get("kind").stringValue()),
                        head.get("code").stringValue(),
                        head.get("field").stringValue(),
                        head.get("message").stringValue());
            }
            return Optional.ofNullable(frame);
        }

        @Override
        public void close() {
            finished(number);
        }
    }
}
