// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.audit;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.JobError;
import io.github.deepgen4j.server.queue.JobListener;
import io.github.deepgen4j.server.queue.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of JSON for each job that is taken and for each end of one, in one file a day (UTC) that is only appended to.
 * It holds neither keys nor images: pictures are named by their SHA-256.
 */
public final class AuditLog implements JobListener {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final List<String> WORDS = List.of("prompt", "negative_prompt");

    /** The form in which prompts are written. */
    public enum Prompts {
        /** They are written in full. */
        FULL,
        /** Their SHA-256 is. */
        HASH,
        /** They are left out. */
        NONE
    }

    private final Path folder;
    private final Prompts prompts;

    /** @param folder of the files, made when the first line is written */
    public AuditLog(Path folder, Prompts prompts) {
        this.folder = folder;
        this.prompts = prompts;
    }

    @Override
    public void submitted(Job job) {
        Map<String, Object> line = line("submitted", job);
        line.put("address", job.address());
        line.put("request", request(job));
        append(line);
    }

    @Override
    public void ended(Job job, List<Picture> pictures, Map<String, Double> seconds) {
        Map<String, Object> line = line("ended", job);
        line.put("outcome", job.status().text());
        line.put("error", job.error().map(JobError::code).orElse(null));
        line.put("pictures", pictures.stream().map(Picture::sha256).toList());
        append(line);
    }

    private static Map<String, Object> line(String action, Job job) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("action", action);
        line.put("request_id", job.request());
        line.put("key", job.key());
        line.put("user", job.user());
        line.put("job", job.id());
        line.put("kind", job.kind());
        line.put("model", job.model());
        return line;
    }

    /** The settled request, images as their sums. */
    private JsonNode request(Job job) {
        JsonNode request = JsonNode.object();
        job.settings().json().forEachEntry((name, value) -> {
            if (!WORDS.contains(name) || prompts == Prompts.FULL) {
                request.put(name, value);
            } else if (prompts == Prompts.HASH) {
                request.put(name + "_sha256", Digest.sha256(value.stringValue().getBytes(StandardCharsets.UTF_8)));
            }
        });
        request.put("references", job.references());
        job.mask().ifPresent(sum -> request.put("mask", sum));
        return request;
    }

    private synchronized void append(Map<String, Object> line) {
        Path file = folder.resolve(LocalDate.now(ZoneOffset.UTC) + ".jsonl");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, JsonNode.of(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.error("{}: the audit line of {} is lost", file, line.get("job"), e);
        }
    }
}
