// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import java.util.List;
import java.util.Optional;

/**
 * A job that is to be submitted; fields as in {@link Job}.
 *
 * @param timeoutMillis from now to its deadline, 0 for none
 * @param token the client's name for the request, so that a repeat is known; unique for the key
 */
public record NewJob(
        String key,
        String user,
        String kind,
        String model,
        Priority priority,
        DrawSettings settings,
        Settled settled,
        List<String> references,
        Optional<String> mask,
        JsonNode extras,
        String hash,
        boolean awaited,
        long timeoutMillis,
        Optional<String> token) {

    /** Pixels times steps of all its images. */
    public double pixelSteps() {
        return (double) settings.count() * settled.size().pixels() * settings.steps();
    }

    /** Keeps something more with the job; what had the name before goes. */
    public NewJob withExtra(String name, JsonNode value) {
        JsonNode more = JsonNode.object();
        extras.forEachEntry(more::put);
        return new NewJob(
                key,
                user,
                kind,
                model,
                priority,
                settings,
                settled,
                references,
                mask,
                more.put(name, value),
                hash,
                awaited,
                timeoutMillis,
                token);
    }

    Job at(long now) {
        return new Job(
                "job_" + Ulid.next(),
                key,
                user,
                kind,
                model,
                JobStatus.QUEUED,
                priority,
                settings,
                settled,
                references,
                mask,
                extras,
                hash,
                awaited,
                1,
                0,
                now,
                0,
                0,
                timeoutMillis == 0 ? 0 : now + timeoutMillis,
                Optional.empty());
    }
}
