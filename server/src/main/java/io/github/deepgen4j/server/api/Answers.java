// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import io.github.deepgen4j.server.http.Exchange;
import io.github.deepgen4j.server.http.Problem;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobError;
import io.github.deepgen4j.server.queue.JobStatus;
import io.github.deepgen4j.server.queue.Picture;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finished jobs in OpenAI's shape, with what is ours in objects of their own. */
final class Answers {
    private final Models models;
    private final PictureFiles files;
    private final SignedUrls urls;

    Answers(Models models, PictureFiles files, SignedUrls urls) {
        this.models = models;
        this.files = files;
        this.urls = urls;
    }

    /** The answer that a job asked for. */
    static Order.Output output(Job job) {
        JsonNode output = job.extras().get("output");
        return new Order.Output(
                OutputNames.parse(output.get("format").stringValue()),
                output.get("compression").intValue(),
                output.get("url").booleanValue(),
                output.get("stream").booleanValue(),
                output.get("partial").intValue(),
                output.get("progress").booleanValue());
    }

    /** The error of a job that failed or was cancelled. */
    static Optional<Problem> problem(Job job) {
        if (job.status() == JobStatus.CANCELLED) {
            return Optional.of(Problem.fault("generation_failed", "job " + job.id() + " was cancelled")
                    .never());
        }
        return job.error().map(Answers::problem);
    }

    private static Problem problem(JobError error) {
        return switch (error.code()) {
            case "insufficient_memory" ->
                Problem.refused(422, error.code(), error.message()).never();
            case "generation_failed", "internal_error", "deadline_exceeded", "expired" ->
                new Problem(500, "server_error", code(error), error.field(), error.message()).never();
            case "engine_lost" ->
                Problem.fault("generation_failed", error.message()).never();
            case "storage_full" -> Problem.later(503, error.code(), error.message(), 60);
            default -> Problem.invalid(error.code(), error.field(), error.message());
        };
    }

    private static String code(JobError error) {
        return error.code().equals("internal_error") ? error.code() : "generation_failed";
    }

    JsonNode whole(Exchange exchange, Job job, List<Picture> pictures, Map<String, Double> seconds) {
        Order.Output output = output(job);
        List<JsonNode> data = new ArrayList<>();
        for (Picture picture : pictures) {
            JsonNode entry = JsonNode.object();
            if (output.url()) {
                entry.put("url", urls.of(exchange, picture, output));
            } else {
                entry.put("b64_json", base64(picture, output));
            }
            data.add(entry.put("deepgen", own(picture)));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("created", job.created() / 1000);
        body.put("data", data);
        body.putAll(common(job));
        body.put("usage", usage(job));
        body.put("deepgen", own(job, seconds));
        return JsonNode.of(body);
    }

    /** Fields that an answer and the events of a stream share. */
    static Map<String, Object> common(Job job) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("output_format", OutputNames.of(output(job).format()));
        fields.put("size", job.settled().size().toString());
        fields.put("quality", job.extras().get("quality"));
        fields.put("background", "opaque");
        return fields;
    }

    String base64(Picture picture, Order.Output output) {
        return Base64.getEncoder().encodeToString(files.file(picture, output.format(), output.compression()));
    }

    private static Map<String, Object> own(Picture picture) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("id", picture.id());
        own.put("seed", picture.seed());
        own.put("width", picture.width());
        own.put("height", picture.height());
        own.put("sha256", picture.sha256());
        return own;
    }

    private JsonNode own(Job job, Map<String, Double> stages) {
        Map<String, Object> seconds = new LinkedHashMap<>();
        seconds.put("queued", Math.max(0, job.started() - job.created()) / 1000.0);
        for (String stage : List.of("reading", "encoding", "denoising", "decoding")) {
            if (stages.containsKey(stage)) {
                seconds.put(stage, stages.get(stage));
            }
        }
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("job", job.id());
        own.put("model", job.model());
        own.put(
                "fingerprint",
                models.find(Optional.of(job.model()))
                        .facts()
                        .map(facts -> facts.fingerprint(job.settings().lora()))
                        .orElse(""));
        own.put("seconds", seconds);
        own.put("ignored", job.extras().get("ignored"));
        job.mask().ifPresent(_ -> own.put("mask", "latent"));
        if (job.extras().has(Orders.ASKED)) {
            own.put(Orders.ASKED, job.extras().get(Orders.ASKED));
        }
        return JsonNode.of(own);
    }

    static JsonNode usage(Job job) {
        Settled settled = job.settled();
        long output = settled.imageTokens() * job.settings().count();
        long input = settled.promptTokens() + settled.referenceTokens();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("text_tokens", settled.promptTokens());
        details.put("image_tokens", settled.referenceTokens());
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("input_tokens", input);
        usage.put("output_tokens", output);
        usage.put("total_tokens", input + output);
        usage.put("input_tokens_details", details);
        return JsonNode.of(usage);
    }

    /** JPEG for partial images of a JPEG, else PNG. */
    static byte[] partial(byte[] jpeg, OutputFormat format) {
        return format == OutputFormat.JPEG
                ? jpeg
                : Image.read(jpeg, "partial image").png(Map.of());
    }
}
