// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.drawing.DrawRequest;
import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.pipeline.Seed;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The child's end of the pipes: does what the frames say with an engine of this process, until the pipe ends because
 * the front has closed it or has died. Opens neither files nor network of its own.
 */
public final class EngineHost {
    private static final Logger LOG = LoggerFactory.getLogger(EngineHost.class);
    private static final long BEAT_MILLIS = 5_000;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<Long, RemoteWatch> drawings = new ConcurrentHashMap<>();
    private Engine engine;

    private EngineHost(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /**
     * Serves until the pipe ends.
     *
     * @param open opens the engine; its failure is reported to the front
     */
    public static void serve(InputStream in, OutputStream out, Supplier<Engine> open) throws IOException {
        new EngineHost(in, out).run(open);
    }

    private void run(Supplier<Engine> open) throws IOException {
        send(Frame.of("loading", 0, Map.of()));
        try {
            engine = open.get();
        } catch (RuntimeException e) {
            send(Frame.of("unloadable", 0, Map.of("message", String.valueOf(e.getMessage()))));
            return;
        }
        try (Engine opened = engine) {
            send(new Frame("ready", 0, opened.facts().orElseThrow().json(), List.of()));
            Thread beat = Thread.ofVirtual().start(this::beat);
            for (Optional<Frame> frame = Frame.read(in); frame.isPresent(); frame = Frame.read(in)) {
                handle(frame.get());
            }
            beat.interrupt();
            drawings.values().forEach(RemoteWatch::cancel);
        }
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(BEAT_MILLIS);
                send(Frame.of("beat", 0, Map.of()));
            }
        } catch (InterruptedException | IOException e) {
            return; // the front has gone
        }
    }

    private void handle(Frame frame) {
        switch (frame.type()) {
            case "settle" -> Thread.ofVirtual().start(() -> settle(frame));
            case "draw" -> {
                var watch =
                        new RemoteWatch(frame.call(), Previews.of(frame.head().get("previews")));
                drawings.put(frame.call(), watch);
                Thread.ofVirtual().start(() -> draw(frame, watch));
            }
            case "cancel" -> Optional.ofNullable(drawings.get(frame.call())).ifPresent(RemoteWatch::cancel);
            case "previews" ->
                Optional.ofNullable(drawings.get(frame.call()))
                        .ifPresent(watch -> watch.previews = Previews.of(frame.head()));
            default -> throw new IllegalStateException("frame of unknown type " + frame.type());
        }
    }

    private static DrawRequest request(Frame frame, List<byte[]> files) {
        return DrawRequest.of(
                DrawSettings.of(frame.head().get("settings")),
                files,
                frame.head().get("masked").booleanValue());
    }

    private void settle(Frame frame) {
        answer(
                frame.call(),
                () -> new Frame(
                        "settled",
                        frame.call(),
                        engine.settle(request(frame, frame.files())).json(),
                        List.of()));
    }

    private void draw(Frame frame, RemoteWatch watch) {
        frame.head().get("names").forEachEntry((name, value) -> MDC.put(name, value.asString()));
        LOG.info("draws {}", frame.head().get("settings").path("size").asString());
        answer(frame.call(), () -> {
            boolean continued = frame.head().get("checkpoint").booleanValue();
            List<byte[]> files = frame.files().subList(0, frame.files().size() - (continued ? 1 : 0));
            var start = new DrawStart(
                    frame.head().get("first").intValue(),
                    continued ? Optional.of(frame.files().getLast()) : Optional.empty());
            engine.draw(request(frame, files), start, watch);
            return Frame.of("done", frame.call(), Map.of());
        });
        drawings.remove(frame.call());
    }

    private void answer(long call, Supplier<Frame> work) {
        Frame frame;
        try {
            frame = work.get();
        } catch (EngineException e) {
            frame = failed(call, e);
        } catch (RuntimeException e) {
            frame = failed(call, EngineException.failed(String.valueOf(e.getMessage())));
        }
        sendOrLeave(frame);
    }

    private static Frame failed(long call, EngineException e) {
        return Frame.of(
                "failed",
                call,
                Map.of("kind", e.kind(), "code", e.code(), "field", e.field(), "message", e.getMessage()));
    }

    private void sendOrLeave(Frame frame) {
        try {
            send(frame);
        } catch (IOException e) {
            drawings.values().forEach(RemoteWatch::cancel); // the front has gone, and reading will say so
        }
    }

    private void send(Frame frame) throws IOException {
        synchronized (out) {
            frame.write(out);
        }
    }

    /** Sends what happens to the front; steered by its frames. */
    private final class RemoteWatch implements DrawWatch {
        private final long call;
        private volatile boolean cancelled;
        private volatile Previews previews;

        RemoteWatch(long call, Previews previews) {
            this.call = call;
            this.previews = previews;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }

        @Override
        public Previews previews() {
            return previews;
        }

        @Override
        public void stage(int image, String stage) {
            sendOrLeave(Frame.of("stage", call, Map.of("image", image, "stage", stage)));
        }

        @Override
        public void step(int image, int step, int steps) {
            sendOrLeave(Frame.of("step", call, Map.of("image", image, "step", step, "steps", steps)));
        }

        @Override
        public void preview(int image, int step, byte[] jpeg) {
            sendOrLeave(Frame.of("preview", call, Map.of("image", image, "step", step), jpeg));
        }

        @Override
        public void checkpoint(int image, byte[] state) {
            sendOrLeave(Frame.of("checkpoint", call, Map.of("image", image), state));
        }

        @Override
        public void image(DrawnImage image) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("number", image.number());
            fields.put("seed", Seed.text(image.seed()));
            fields.put("size", image.size().toString());
            fields.put("seconds", image.seconds());
            sendOrLeave(Frame.of("image", call, fields, image.png()));
        }
    }
}
