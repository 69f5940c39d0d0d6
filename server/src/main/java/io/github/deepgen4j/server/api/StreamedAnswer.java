// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.http.EventStream;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.queue.EventLog;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobEvent;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.Picture;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A job as a stream of OpenAI's events: images in progress, each image when it is finished, and nothing after. */
final class StreamedAnswer {
    private static final long LOOK = 250; // milliseconds
    private static final long COMMENT = 15_000;

    private final Exchange exchange;
    private final LiveJob live;
    private final Waiting client;
    private final Answers answers;
    private final Order.Output output;
    private final String prefix;
    private final Queue<Partial> partials = new ConcurrentLinkedQueue<>();
    private int sent; // images
    private long lastSent = System.currentTimeMillis();

    /** An image in progress; its number and its event. */
    private record Partial(int image, JsonNode data) {}

    StreamedAnswer(Exchange exchange, LiveJob live, Waiting client, Answers answers) {
        this.exchange = exchange;
        this.live = live;
        this.client = client;
        this.answers = answers;
        this.output = Answers.output(live.job());
        this.prefix = live.job().kind().equals("edit") ? "image_edit." : "image_generation.";
    }

    /** Sends all events; true if the client got the last. */
    boolean send() throws InterruptedException {
        var listener = new Partials();
        live.listen(listener);
        try (EventLog.Subscription events = live.events().subscribe(0);
                var stream = new EventStream(exchange)) {
            return send(events, stream);
        } catch (IOException e) {
            return false; // the client has gone
        } finally {
            live.unlisten(listener);
        }
    }

    private boolean send(EventLog.Subscription events, EventStream stream) throws IOException, InterruptedException {
        while (!client.gone()) {
            boolean ended = live.job().status().ended();
            Optional<JobEvent> event = events.next(ended ? 0 : LOOK);
            sendImages(stream);
            if (event.isPresent() && output.progress()) {
                sendProgress(event.get(), stream);
            }
            if (ended && event.isEmpty()) {
                sendEnd(stream);
                return true;
            }
            if (System.currentTimeMillis() - lastSent > COMMENT) {
                stream.comment();
                lastSent = System.currentTimeMillis();
            }
        }
        return false;
    }

    private void send(EventStream stream, String type, Map<String, Object> fields) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.putAll(fields);
        stream.send(type, JsonNode.of(data));
        lastSent = System.currentTimeMillis();
    }

    /** One series an image, however late this comes: what is in progress, then the image, then the next. */
    private void sendImages(EventStream stream) throws IOException {
        int finished = live.pictures().size(); // what was in progress of them is among the partials by now
        for (Partial partial = partials.poll(); partial != null; partial = partials.poll()) {
            sendFinished(stream, partial.image());
            stream.send(prefix + "partial_image", partial.data());
            lastSent = System.currentTimeMillis();
        }
        sendFinished(stream, finished);
    }

    /** Sends the finished images before this number. */
    private void sendFinished(EventStream stream, int end) throws IOException {
        Job job = live.job();
        for (Picture picture : live.pictures().stream().limit(end).skip(sent).toList()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("b64_json", answers.base64(picture, output));
            fields.put("created_at", picture.created() / 1000);
            fields.putAll(Answers.common(job));
            fields.put("usage", Answers.usage(job));
            fields.put("deepgen", Map.of("id", picture.id(), "seed", picture.seed(), "sha256", picture.sha256()));
            send(stream, prefix + "completed", fields);
            sent++;
        }
    }

    private void sendProgress(JobEvent event, EventStream stream) throws IOException {
        if (event.type().equals("queued") || event.type().equals("step")) {
            Map<String, Object> fields = new LinkedHashMap<>();
            event.data().forEachEntry(fields::put);
            send(stream, "deepgen." + event.type(), fields);
        }
    }

    private void sendEnd(EventStream stream) throws IOException {
        Optional<Problem> problem = Answers.problem(live.job());
        if (problem.isPresent()) {
            stream.send("error", problem.get().json());
        }
    }

    /** Puts images in progress into the events' form. */
    private final class Partials implements LiveJob.PreviewListener {
        @Override
        public int partial() {
            return output.partial();
        }

        @Override
        public void preview(int image, int partial, byte[] jpeg) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("type", prefix + "partial_image");
            fields.put("b64_json", Base64.getEncoder().encodeToString(Answers.partial(jpeg, output.format())));
            fields.put("partial_image_index", partial);
            fields.put("created_at", System.currentTimeMillis() / 1000);
            fields.putAll(Answers.common(live.job()));
            partials.add(new Partial(image, JsonNode.of(fields)));
        }
    }
}
