// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.queue.Eta;
import io.github.deepgen4j.server.queue.Forecast;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobQueue;
import io.github.deepgen4j.server.queue.JobStatus;
import io.github.deepgen4j.server.queue.LiveJob;
import io.github.deepgen4j.server.queue.Picture;
import io.github.deepgen4j.server.queue.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Jobs as {@code /deepgen/v1/jobs} shows them. */
final class JobJson {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private final JobQueue queue;
    private final long life; // milliseconds

    /** @param life of jobs after their end */
    JobJson(JobQueue queue, Duration life) {
        this.queue = queue;
        this.life = life.toMillis();
    }

    /** RFC 3339 with milliseconds in UTC, null for what has not happened. */
    static String time(long millis) {
        return millis == 0 ? null : TIME.format(Instant.ofEpochMilli(millis));
    }

    /** A forecast of when jobs begin and end. */
    Forecast forecast() {
        return queue.forecast();
    }

    JsonNode of(LiveJob live) {
        return of(live, queue.forecast());
    }

    JsonNode of(LiveJob live, Forecast forecast) {
        return of(live.job(), live.pictures(), Optional.of(live), forecast);
    }

    JsonNode of(Job job) {
        return of(job, queue.forecast());
    }

    JsonNode of(Job job, Forecast forecast) {
        return queue.live(job.id())
                .map(live -> of(live, forecast))
                .orElseGet(() -> of(job, queue.picturesOf(job.id()), Optional.empty(), forecast));
    }

    private JsonNode of(Job job, List<Picture> pictures, Optional<LiveJob> live, Forecast forecast) {
        Optional<Eta> eta = live.flatMap(forecast::of);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", job.id());
        fields.put("object", "job");
        fields.put("kind", job.kind());
        fields.put("model", job.model());
        fields.put("status", job.status().text());
        fields.put("priority", job.priority().text());
        fields.put("created_at", time(job.created()));
        fields.put("started_at", time(job.started()));
        fields.put("finished_at", time(job.finished()));
        fields.put("queue", eta.map(JobJson::queue).orElse(null));
        fields.put("progress", progress(job, pictures, live));
        fields.put("eta", eta.map(JobJson::eta).orElse(null));
        fields.put("attempt", job.attempt());
        fields.put("request", request(job));
        fields.put("images", images(job, pictures));
        fields.put(
                Reproduction.FIELD,
                Reproduction.of(job)
                        .map(each -> each.json(pictures, queue.gallery()))
                        .orElse(null));
        fields.put("error", Answers.problem(job).map(problem -> error(job)).orElse(null));
        fields.put("metadata", job.extras().get("metadata"));
        fields.put("expires_at", job.finished() == 0 ? null : time(job.finished() + life));
        return JsonNode.of(fields);
    }

    private static Map<String, Object> error(Job job) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", job.error().map(each -> each.code()).orElse("cancelled"));
        error.put("message", job.error().map(each -> each.message()).orElse("the job was cancelled"));
        return error;
    }

    static Map<String, Object> queue(Eta eta) {
        Map<String, Object> queue = new LinkedHashMap<>();
        queue.put("position", eta.position());
        queue.put("length", eta.length());
        return queue;
    }

    static Map<String, Object> eta(Eta eta) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("start_seconds", eta.start());
        fields.put("finish_seconds", eta.finish());
        fields.put("basis", eta.basis());
        return fields;
    }

    private static Map<String, Object> progress(Job job, List<Picture> pictures, Optional<LiveJob> live) {
        int images = job.settings().count();
        Progress progress = live.map(LiveJob::progress)
                .orElseGet(() -> new Progress(
                        "", pictures.size(), images, 0, job.settings().steps()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("stage", job.status().ended() ? job.status().text() : progress.stage());
        boolean done = job.status() == JobStatus.SUCCEEDED;
        fields.put("image", done ? images : Math.min(progress.image(), images));
        fields.put("images", images);
        fields.put("step", progress.step());
        fields.put("steps", progress.steps());
        fields.put("fraction", done ? 1 : progress.fraction());
        return fields;
    }

    /** The settled values, images as their sums. */
    private static JsonNode request(Job job) {
        JsonNode request = JsonNode.object();
        job.settings().json().forEachEntry(request::put);
        request.put("references", job.references());
        job.mask().ifPresent(sum -> request.put("mask", sum));
        if (job.extras().has(Orders.ASKED)) {
            request.put(Orders.ASKED, job.extras().get(Orders.ASKED));
        }
        return request.put("output_format", OutputNames.of(Answers.output(job).format()));
    }

    private static List<Map<String, Object>> images(Job job, List<Picture> pictures) {
        List<Map<String, Object>> images = new ArrayList<>();
        for (Picture picture : pictures) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("index", picture.number());
            fields.put("id", picture.id());
            fields.put("url", "/deepgen/v1/jobs/" + job.id() + "/images/" + picture.number());
            fields.put("width", picture.width());
            fields.put("height", picture.height());
            fields.put("seed", picture.seed());
            fields.put("sha256", picture.sha256());
            fields.put("bytes", picture.bytes());
            images.add(fields);
        }
        return images;
    }
}
