// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.engine.Settled;
import java.util.List;
import java.util.Optional;

/**
 * A job as the store has it; times in milliseconds since 1970, 0 for what has not happened.
 *
 * @param id {@code job_} and 26 characters that sort by time
 * @param key id of the key that it belongs to
 * @param user hash of the key's user that it is drawn for, empty for none; users divide the key's share
 * @param kind {@code generate} or {@code edit}
 * @param settings what is drawn, with all that the model chose
 * @param settled what it comes to
 * @param references SHA-256 of the inputs in order
 * @param mask SHA-256 of the mask
 * @param extras what the API keeps with it: output format, metadata
 * @param hash of all that decides what is drawn, a random seed left out
 * @param awaited true if it is cancelled when nobody waits for it any more
 * @param attempt 1 for the first
 * @param losses times that the engine died with it
 * @param deadline when it fails if it has not ended
 */
public record Job(
        String id,
        String key,
        String user,
        String kind,
        String model,
        JobStatus status,
        Priority priority,
        DrawSettings settings,
        Settled settled,
        List<String> references,
        Optional<String> mask,
        JsonNode extras,
        String hash,
        boolean awaited,
        int attempt,
        int losses,
        long created,
        long started,
        long finished,
        long deadline,
        Optional<JobError> error) {
    public Job {
        references = List.copyOf(references);
    }

    /** Pixels times steps of one image. */
    public double pixelSteps() {
        return (double) settled.size().pixels() * settings.steps();
    }

    /** Forecast work of all its images: transformer passes times tokens. */
    public double cost() {
        return settings.count() * settled.cost(settings.steps());
    }

    /** Id of the request that asked for it, empty if it is not known. */
    public String request() {
        return extras.path("request_id").asString();
    }

    /** Address that asked for it, empty if it is not known. */
    public String address() {
        return extras.path("address").asString();
    }

    Job running(long now) {
        return with(JobStatus.RUNNING, priority, awaited, Math.max(1, attempt), losses, now, 0, Optional.empty());
    }

    /** Back in the queue for another attempt. */
    Job again(boolean lost) {
        return with(JobStatus.QUEUED, priority, awaited, attempt + 1, losses + (lost ? 1 : 0), 0, 0, Optional.empty());
    }

    /** Back in the queue as if it had not been taken. */
    Job untaken() {
        return with(JobStatus.QUEUED, priority, awaited, attempt, losses, 0, 0, Optional.empty());
    }

    Job ended(JobStatus how, long now, Optional<JobError> why) {
        return with(how, priority, awaited, attempt, losses, started, now, why);
    }

    Job withPriority(Priority value) {
        return with(status, value, awaited, attempt, losses, started, finished, error);
    }

    /** Goes on although nobody waits. */
    Job unawaited() {
        return with(status, priority, false, attempt, losses, started, finished, error);
    }

    private Job with(
            JobStatus newStatus,
            Priority newPriority,
            boolean newAwaited,
            int newAttempt,
            int newLosses,
            long newStarted,
            long newFinished,
            Optional<JobError> newError) {
        return new Job(
                id,
                key,
                user,
                kind,
                model,
                newStatus,
                newPriority,
                settings,
                settled,
                references,
                mask,
                extras,
                hash,
                newAwaited,
                newAttempt,
                newLosses,
                created,
                newStarted,
                newFinished,
                deadline,
                newError);
    }
}
