// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.Set;

/**
 * Something that happened to a job.
 *
 * @param number counts up in its log
 * @param type {@code queued}, {@code started}, {@code stage}, {@code step}, {@code preview}, {@code image}, the end's
 *     {@code succeeded}, {@code failed} or {@code cancelled}, or {@code shutdown}
 */
public record JobEvent(long number, String job, String type, JsonNode data) {
    private static final Set<String> REPLACEABLE = Set.of("queued", "step", "preview");
    private static final Set<String> ENDS = Set.of("succeeded", "failed", "cancelled");

    /** True if a newer one of its kind says all that this one does. */
    boolean replaceable() {
        return REPLACEABLE.contains(type);
    }

    /** True for the last one of a job. */
    public boolean end() {
        return ENDS.contains(type);
    }

    /** True for what is replayed to those who come later. */
    boolean kept() {
        return !type.equals("preview");
    }
}
