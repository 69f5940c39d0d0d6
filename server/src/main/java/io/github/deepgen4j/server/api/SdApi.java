// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Engine;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.http.Router;
import io.github.deepgen4j.server.keys.Caller;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.Progress;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** {@code /sdapi/v1}: what the clients of AUTOMATIC1111's web UI ask for, over the same queue. */
final class SdApi {
    private static final String PATH = Exchange.SDAPI;
    private static final String MODEL = "sd_model_checkpoint";

    private final Access access;
    private final Models models;
    private final JobQueue queue;
    private final Drawing drawing;
    private final SdAnswers answers;
    private final ApiOptions options;
    private final Map<String, String> standards = new ConcurrentHashMap<>(); // models by key

    SdApi(Access access, Models models, JobQueue queue, Drawing drawing, SdAnswers answers, ApiOptions options) {
        this.access = access;
        this.models = models;
        this.queue = queue;
        this.drawing = drawing;
        this.answers = answers;
        this.options = options.withUnknownIgnored();
    }

    void addTo(Router router) {
        router.add("POST", PATH + "txt2img", exchange -> draw(exchange, false))
                .add("POST", PATH + "img2img", exchange -> draw(exchange, true))
                .add("GET", PATH + "progress", this::progress)
                .add("POST", PATH + "interrupt", this::interrupt)
                .add("POST", PATH + "skip", this::interrupt)
                .add("GET", PATH + "options", exchange -> list(exchange, caller -> options(caller)))
                .add("POST", PATH + "options", this::choose)
                .add("GET", PATH + "sd-models", exchange -> list(exchange, _ -> modelList()))
                .add("GET", PATH + "loras", exchange -> list(exchange, this::loras))
                .add("POST", PATH + "png-info", this::pngInfo)
                .add("GET", PATH + "memory", exchange -> list(exchange, _ -> memory()));
        SdLists.ALL.forEach((name, json) -> router.add("GET", PATH + name, exchange -> list(exchange, _ -> json)));
    }

    /** Makes an answer for a caller. */
    private interface Listing {
        JsonNode of(Caller caller);
    }

    private void list(Exchange exchange, Listing listing) {
        exchange.json(200, listing.of(access.caller(exchange, "images")));
    }

    // ---- drawing ----

    private void draw(Exchange exchange, boolean edit) throws InterruptedException {
        Caller caller = access.caller(exchange, "images");
        var request = new SdRequest(exchange.form(), edit);
        Form form = request.form(Optional.of(standard(caller)));
        Order order = new OrderReader(models, queue, caller, options)
                .read(form, OrderReader.Endpoint.JOBS)
                .withIgnored(request.ignored());
        JsonNode parameters = answers.parameters(form);
        drawing.answer(exchange, caller, order, live -> answers.whole(live.job(), live.pictures(), parameters));
    }

    // ---- progress ----

    /** The caller's job that has been drawn for longest. */
    private void progress(Exchange exchange) {
        Caller caller = access.caller(exchange, "images");
        List<LiveJob> own = queue.ofKeys().running(caller.key());
        Map<String, Object> body = new LinkedHashMap<>();
        Optional<LiveJob> job = own.stream().findFirst();
        job.ifPresent(LiveJob::look);
        body.put("progress", job.map(each -> each.progress().fraction()).orElse(0.0));
        body.put(
                "eta_relative",
                job.flatMap(queue.forecast()::of).map(eta -> eta.finish()).orElse(0.0));
        body.put("state", state(job, own.size() + queue.ofKeys().queued(caller.key())));
        boolean wanted = !exchange.query("skip_current_image").equals(Optional.of("true"));
        body.put(
                "current_image",
                job.filter(_ -> wanted)
                        .flatMap(LiveJob::lastPreview)
                        .map(jpeg -> Base64.getEncoder().encodeToString(jpeg))
                        .orElse(null));
        body.put("textinfo", null);
        exchange.json(200, JsonNode.of(body));
    }

    private static Map<String, Object> state(Optional<LiveJob> job, long count) {
        Optional<Progress> progress = job.map(LiveJob::progress);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("skipped", false);
        state.put("interrupted", false);
        state.put("job", job.map(each -> each.job().id()).orElse(""));
        state.put("job_count", count);
        state.put("job_no", progress.map(Progress::image).orElse(0));
        state.put("sampling_step", progress.map(Progress::step).orElse(0));
        state.put("sampling_steps", progress.map(Progress::steps).orElse(0));
        return state;
    }

    /** Cancels what is drawn for the caller, and what it waits for on the line. */
    private void interrupt(Exchange exchange) {
        Caller caller = access.caller(exchange, "images");
        queue.ofKeys()
                .running(caller.key())
                .forEach(each -> queue.cancel(each.job().id()));
        queue.ofKeys()
                .awaited(caller.key())
                .forEach(each -> queue.cancel(each.job().id()));
        exchange.json(200, JsonNode.object());
    }

    // ---- options and models ----

    private String standard(Caller caller) {
        return standards.getOrDefault(caller.key(), models.engines().getFirst().name());
    }

    private JsonNode options(Caller caller) {
        Engine engine = models.find(Optional.of(standard(caller)));
        return JsonNode.object()
                .put(MODEL, title(engine))
                .put("sd_checkpoint_hash", hash(engine))
                .put("samples_format", "png")
                .put("CLIP_stop_at_last_layers", 1);
    }

    /** Only the model can be chosen, and only for the caller's own key. */
    private void choose(Exchange exchange) {
        Caller caller = access.caller(exchange, "images");
        exchange.form()
                .reader()
                .text(MODEL)
                .map(title -> models.find(Optional.of(SdRequest.modelName(title))))
                .ifPresent(engine -> standards.put(caller.key(), engine.name()));
        exchange.json(200, JsonNode.object());
    }

    private static String hash(Engine engine) {
        return engine.facts().map(facts -> facts.fingerprint()).orElse("");
    }

    private static String title(Engine engine) {
        String hash = hash(engine);
        return hash.isEmpty() ? engine.name() : engine.name() + " [" + hash + "]";
    }

    private JsonNode modelList() {
        return JsonNode.of(models.engines().stream()
                .map(engine -> {
                    Map<String, Object> model = new LinkedHashMap<>();
                    model.put("title", title(engine));
                    model.put("model_name", engine.name());
                    model.put("hash", hash(engine));
                    model.put("sha256", null);
                    model.put("filename", engine.name());
                    model.put("config", null);
                    return JsonNode.of(model);
                })
                .toList());
    }

    /** The adapters of the caller's model; where their files lie is nobody's business. */
    private JsonNode loras(Caller caller) {
        return JsonNode.of(models.find(Optional.of(standard(caller))).facts().stream()
                .flatMap(facts -> facts.loras().stream())
                .map(lora -> JsonNode.object()
                        .put("name", lora.name())
                        .put("alias", lora.name())
                        .put("path", lora.name())
                        .put("metadata", JsonNode.object()))
                .toList());
    }

    private static JsonNode memory() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return JsonNode.object()
                .put("ram", Map.of("free", runtime.maxMemory() - used, "used", used, "total", runtime.maxMemory()))
                .put("cuda", Map.of("error", "unavailable"));
    }

    /** The texts of a picture's file. */
    private void pngInfo(Exchange exchange) {
        access.caller(exchange, "images");
        JsonNode image = exchange.form().fields().get("image");
        if (image == null || !image.isString()) {
            throw Problem.invalid("missing_parameter", "image", "image expected base64, found nothing");
        }
        Map<String, String> texts =
                read(() -> ImageText.read(GivenImages.decoded("image", image.stringValue()), "image"));
        exchange.json(
                200,
                JsonNode.object()
                        .put("info", texts.getOrDefault(SdAnswers.INFO, ""))
                        .put("items", texts)
                        .put("parameters", JsonNode.object()));
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ImageException e) {
            throw Problem.invalid("invalid_image", "image", e.getMessage());
        }
    }
}
