// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.image.ImageFormat;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.http.EventStream;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.EventLog;
import io.github.deepgen4j.server.queue.Forecast;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobEvent;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.JobStatus;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.NewJob;
import io.github.deepgen4j.server.queue.Page;
import io.github.deepgen4j.server.queue.Picture;
import io.github.deepgen4j.server.queue.Priority;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /deepgen/v1/jobs}: work that nobody waits for on the line. */
final class JobsApi {
    private static final String JOBS = "/deepgen/v1/jobs";
    private static final int MOST_LISTED = 100;
    private static final int MOST_WAIT = 60; // seconds
    private static final long COMMENT = 15_000; // milliseconds
    private static final long RETRY = 5_000;

    private final Access access;
    private final Models models;
    private final JobQueue queue;
    private final Orders orders;
    private final JobJson json;
    private final PictureFiles files;
    private final ApiOptions options;

    JobsApi(
            Access access,
            Models models,
            JobQueue queue,
            Orders orders,
            JobJson json,
            PictureFiles files,
            ApiOptions options) {
        this.access = access;
        this.models = models;
        this.queue = queue;
        this.orders = orders;
        this.json = json;
        this.files = files;
        this.options = options;
    }

    void addTo(Router router) {
        router.add("POST", JOBS, this::submit)
                .add("POST", JOBS + "/batch", new BatchSubmission(access, orders, json, this::order)::answer)
                .add("POST", JOBS + "/estimate", this::estimate)
                .add("GET", JOBS, this::list)
                .add("GET", JOBS + "/{id}", this::get)
                .add("PATCH", JOBS + "/{id}", this::patch)
                .add("DELETE", JOBS + "/{id}", this::delete)
                .add("POST", JOBS + "/{id}/cancel", this::cancel)
                .add("GET", JOBS + "/{id}/events", this::events)
                .add("GET", JOBS + "/{id}/images/{index}", this::image)
                .add("GET", JOBS + "/{id}/images/{index}/recipe", this::recipe)
                .add("GET", JOBS + "/{id}/images/{index}/thumbnail", this::thumbnail)
                .add("GET", JOBS + "/{id}/references/{index}", this::reference)
                .add("GET", JOBS + "/{id}/mask", this::mask)
                .add("GET", "/deepgen/v1/events", this::allEvents);
    }

    // ---- submission ----

    private Order order(Caller caller, Form form) {
        return new OrderReader(models, queue, caller, options).read(form, OrderReader.Endpoint.JOBS);
    }

    private void submit(Exchange exchange) {
        Caller caller = access.caller(exchange, "jobs");
        Order order = order(caller, exchange.form());
        Settled settled = orders.settle(order);
        submit(exchange, caller, orders.job(exchange, caller, order, settled, false, Optional.empty()));
    }

    /** Takes a job, which is the answer. */
    void submit(Exchange exchange, Caller caller, NewJob asked) {
        access.requireRoom(caller, List.of(asked));
        LiveJob job = orders.submit(asked);
        exchange.setHeader("Location", JOBS + "/" + job.job().id());
        exchange.setHeader("X-DeepGen-Job", job.job().id());
        exchange.json(202, json.of(job));
    }

    private void estimate(Exchange exchange) {
        Caller caller = access.caller(exchange, "jobs");
        Order order = order(caller, exchange.form());
        Settled settled = orders.settle(order);
        DrawSettings settings = order.request().settings();
        var eta = queue.estimate(order.engine().name(), settled, settings.steps(), settings.count());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds", eta.map(each -> each.finish() - each.start()).orElse(null));
        fields.put("memory_bytes", settled.memoryBytes());
        fields.put("prompt_tokens", settled.promptTokens());
        fields.put("size", settled.size().toString());
        fields.put("queue", eta.map(JobJson::queue).orElse(null));
        fields.put("eta", eta.map(JobJson::eta).orElse(null));
        exchange.json(200, JsonNode.of(fields));
    }

    // ---- questions ----

    private void list(Exchange exchange) {
        Caller caller = access.caller(exchange, "jobs");
        Optional<JobStatus> status = exchange.query("status")
                .map(text -> JobStatus.of(text)
                        .orElseThrow(() -> Problem.invalid(
                                "invalid_value",
                                "status",
                                "status expected queued, running, succeeded, failed or cancelled, found " + text)));
        Page page = page(exchange);
        List<Job> jobs = queue.list(caller.key(), status, page);
        Forecast forecast = queue.forecast();
        exchange.json(
                200,
                listed(
                        jobs.stream().map(job -> json.of(job, forecast)).toList(),
                        page,
                        jobs.isEmpty() ? "" : jobs.getLast().id()));
    }

    /** The part of a list that a query asks for. */
    static Page page(Exchange exchange) {
        String limit = exchange.query("limit").orElse("20");
        if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST_LISTED) {
            throw Problem.invalid(
                    "invalid_value", "limit", "limit expected 1 to %d, found %s".formatted(MOST_LISTED, limit));
        }
        return new Page(exchange.query("after"), Integer.parseInt(limit));
    }

    static JsonNode listed(List<JsonNode> data, Page page, String last) {
        boolean more = data.size() == page.limit();
        return JsonNode.object()
                .put("object", "list")
                .put("data", data)
                .put("has_more", more)
                .put("next", more ? last : null);
    }

    /** The caller's job of the path. */
    private Job job(Exchange exchange) {
        Caller caller = access.caller(exchange, "jobs");
        String id = exchange.variable("id");
        return queue.find(caller.key(), id).orElseThrow(() -> Problem.notFound("there is no job " + shortened(id)));
    }

    static String shortened(String id) {
        return id.length() <= 40 ? id : id.substring(0, 40) + "...";
    }

    private void get(Exchange exchange) throws InterruptedException {
        Optional<LiveJob> live = queue.live(exchange.variable("id"));
        long seen = live.map(each -> each.events().last()).orElse(0L); // what comes after it is a change of this job
        Job job = job(exchange);
        String wait = exchange.query("wait").orElse("0");
        if (!wait.matches("[0-9]{1,4}")) {
            throw Problem.invalid("invalid_value", "wait", "wait expected seconds, found " + wait);
        }
        int seconds = Math.min(MOST_WAIT, Integer.parseInt(wait));
        if (seconds > 0 && live.isPresent() && !job.status().ended()) {
            awaitChange(live.get(), seen, seconds);
        }
        exchange.setHeader("X-DeepGen-Job", job.id());
        exchange.json(200, json.of(queue.find(job.key(), job.id()).orElse(job)));
    }

    private static void awaitChange(LiveJob live, long seen, int seconds) throws InterruptedException {
        try (EventLog.Subscription news = live.events().subscribe(seen)) {
            Optional<JobEvent> _ = news.next(1000L * seconds);
        }
    }

    // ---- changes ----

    private void cancel(Exchange exchange) throws InterruptedException {
        Job job = job(exchange);
        queue.cancel(job.id());
        exchange.json(200, json.of(queue.find(job.key(), job.id()).orElse(job)));
    }

    private void patch(Exchange exchange) {
        Job job = job(exchange);
        var fields = exchange.form().reader();
        Optional<Priority> priority = fields.word(
                        "priority",
                        Stream.of(Priority.values()).map(Priority::text).toList())
                .flatMap(Priority::of);
        if (!fields.unknown().isEmpty()) {
            throw Problem.invalid(
                    "unknown_parameter",
                    fields.unknown().getFirst(),
                    "a job expected priority to be changed, found " + fields.unknown());
        }
        Optional<LiveJob> live = queue.live(job.id());
        if (priority.isPresent() && (live.isEmpty() || !queue.prioritise(live.get(), priority.get()))) {
            throw Problem.invalid(
                    "invalid_value", "priority", "priority is changed while a job is queued; this one is not any more");
        }
        exchange.json(200, json.of(queue.find(job.key(), job.id()).orElse(job)));
    }

    private void delete(Exchange exchange) {
        queue.remove(job(exchange).id());
        exchange.empty(204);
    }

    // ---- pictures ----

    private Picture picture(Exchange exchange) {
        Job job = job(exchange);
        String index = exchange.variable("index");
        return queue.picturesOf(job.id()).stream()
                .filter(picture -> Integer.toString(picture.number()).equals(index))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("job %s has no image %s".formatted(job.id(), shortened(index))));
    }

    private void image(Exchange exchange) {
        Picture picture = picture(exchange);
        send(exchange, picture, format(exchange), 100);
    }

    /** {@code ?format=}, else what {@code Accept} names first. */
    static OutputFormat format(Exchange exchange) {
        Optional<String> named = exchange.query("format");
        if (named.isPresent()) {
            if (!named.get().matches("png|jpeg|webp")) {
                throw Problem.invalid(
                        "invalid_value",
                        "format",
                        "format expected png, jpeg or webp, found " + shortened(named.get()));
            }
            return OutputNames.parse(named.get());
        }
        String accept = exchange.header("Accept").orElse("");
        return Stream.of(accept.split(","))
                .map(type -> type.split(";")[0].strip())
                .flatMap(type -> Stream.of(OutputFormat.values())
                        .filter(each -> each.mediaType().equals(type)))
                .findFirst()
                .orElse(OutputFormat.PNG);
    }

    void send(Exchange exchange, Picture picture, OutputFormat format, int quality) {
        if (!unchanged(exchange, picture.sha256() + "-" + OutputNames.of(format))) {
            exchange.bytes(200, format.mediaType(), files.file(picture, format, quality));
        }
    }

    private void recipe(Exchange exchange) {
        sendRecipe(exchange, picture(exchange));
    }

    void sendRecipe(Exchange exchange, Picture picture) {
        String recipe = files.texts(picture).get("deepgen");
        if (recipe == null) {
            throw Problem.notFound("picture " + picture.id() + " holds no recipe");
        }
        exchange.text(200, "application/json", recipe);
    }

    private void thumbnail(Exchange exchange) {
        sendThumbnail(exchange, picture(exchange));
    }

    void sendThumbnail(Exchange exchange, Picture picture) {
        if (!unchanged(exchange, picture.sha256() + "-thumbnail")) {
            exchange.bytes(200, "image/jpeg", files.thumbnail(picture));
        }
    }

    /** Says that the file of a sum never changes; true if the client has it, which is then the answer. */
    private static boolean unchanged(Exchange exchange, String sum) {
        String tag = "\"" + sum + "\"";
        exchange.setHeader("ETag", tag);
        exchange.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        boolean same = exchange.header("If-None-Match").equals(Optional.of(tag));
        if (same) {
            exchange.empty(304);
        }
        return same;
    }

    // ---- what was given ----

    private void reference(Exchange exchange) {
        Job job = job(exchange);
        String index = exchange.variable("index");
        if (!index.matches("[0-9]{1,2}")
                || Integer.parseInt(index) >= job.references().size()) {
            throw Problem.notFound("job %s has no reference %s".formatted(job.id(), shortened(index)));
        }
        sendInput(exchange, job, job.references().get(Integer.parseInt(index)));
    }

    private void mask(Exchange exchange) {
        Job job = job(exchange);
        sendInput(exchange, job, job.mask().orElseThrow(() -> Problem.notFound("job " + job.id() + " has no mask")));
    }

    /** An input as it was given; its type is told by its content. */
    private void sendInput(Exchange exchange, Job job, String sum) {
        if (unchanged(exchange, sum)) {
            return;
        }
        byte[] bytes = queue.input(sum)
                .orElseThrow(() -> Problem.refused(410, "expired", "inputs of job " + job.id() + " are not kept"));
        exchange.bytes(200, ImageFormat.of(bytes, "input").mediaType(), bytes);
    }

    // ---- events ----

    private void events(Exchange exchange) throws InterruptedException {
        Job job = job(exchange);
        Optional<LiveJob> live = queue.live(job.id());
        long after = lastEvent(exchange);
        if (live.isEmpty()
                || job.status().ended() && after >= live.get().events().last()) {
            exchange.empty(204);
            return;
        }
        stream(exchange, live.get().events(), after, true);
    }

    private static long lastEvent(Exchange exchange) {
        return exchange.header("Last-Event-ID")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private void allEvents(Exchange exchange) throws InterruptedException {
        Caller caller = access.caller(exchange, "jobs");
        EventLog log = queue.events(caller.key());
        stream(exchange, log, exchange.header("Last-Event-ID").isPresent() ? lastEvent(exchange) : log.last(), false);
    }

    private static void stream(Exchange exchange, EventLog log, long after, boolean ends) throws InterruptedException {
        try (EventLog.Subscription events = log.subscribe(after);
                var stream = new EventStream(exchange)) {
            stream.retry(RETRY);
            while (true) {
                Optional<JobEvent> next = events.next(COMMENT);
                if (next.isEmpty()) {
                    stream.comment();
                    continue;
                }
                JobEvent event = next.get();
                JsonNode data = JsonNode.object().put("job", event.job());
                event.data().forEachEntry(data::put);
                stream.send(event.number(), event.type(), data);
                if (ends && event.end() || event.type().equals("shutdown")) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the client has gone
        }
    }
}
