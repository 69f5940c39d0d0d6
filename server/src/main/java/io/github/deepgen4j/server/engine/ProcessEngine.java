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
 * growing pause, whenever it dies, and what it was doing fails as {@code LOST}.
 */
public final class ProcessEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEngine.class);
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final long FIRST_PAUSE = 200; // milliseconds
    private static final long LONGEST_PAUSE = 30_000;
    private static final long STABLE = 60_000;

    private final String name;
    private final List<String> command;
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

    /**
     * Starts the child; returns at once.
     *
     * @param command that runs {@link EngineHost#serve} on its standard streams
     */
    public ProcessEngine(String name, List<String> command) {
        this.name = name;
        this.command = List.copyOf(command);
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
            live();
            if (phase == EngineState.Phase.CLOSED) {
                return;
            }
            phase = facts == null ? EngineState.Phase.LOADING : EngineState.Phase.RESTARTING;
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

    /** One child, from its start to its end. */
    private void live() {
        try (var running = EngineChild.start(command)) {
            child = running;
            begun = System.nanoTime();
            if (phase == EngineState.Phase.CLOSED) {
                return;
            }
            for (Optional<Frame> frame = running.read(); frame.isPresent(); frame = running.read()) {
                lastFrame = System.currentTimeMillis();
                handle(frame.get());
            }
            reason = "engine_lost: " + running.end();
        } catch (IOException e) {
            reason = "engine_lost: " + e.getMessage();
        } finally {
            child = null;
            String how = reason;
            if (phase == EngineState.Phase.UP) {
                phase = EngineState.Phase.RESTARTING;
            }
            calls.forEach((call, queue) -> queue.add(lost(call, how)));
        }
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
                if (phase != EngineState.Phase.CLOSED) {
                    phase = EngineState.Phase.UP;
                }
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
        phase = EngineState.Phase.CLOSED;
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
            calls.put(number, frames);
            asked = child;
            if (asked == null || phase != EngineState.Phase.UP) {
                calls.remove(number);
                throw absent();
            }
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
            calls.remove(number);
        }
    }
}
