// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.json.JsonNode;
import java.util.Map;

/**
 * The wanted images in progress. Each costs about half a step.
 *
 * @param partial number of previews of each image at equal distances; 0 for none
 * @param often true while somebody watches: about ten an image
 */
public record Previews(int partial, boolean often) {
    public static final Previews NONE = new Previews(0, false);

    private static final int OFTEN = 10;

    /** Number of the partial image, from 0, that is due after this step; -1 for none. */
    public int partialAt(int step, int steps) {
        for (int i = 1; i <= partial; i++) {
            if (step == Math.round((double) steps * i / (partial + 1))) {
                return i - 1;
            }
        }
        return -1;
    }

    boolean at(int step, int steps) {
        return step < steps && (partialAt(step, steps) >= 0 || often && step % Math.max(1, steps / OFTEN) == 0);
    }

    JsonNode json() {
        return JsonNode.of(Map.of("partial", partial, "often", often));
    }

    static Previews of(JsonNode json) {
        return new Previews(json.get("partial").intValue(), json.get("often").booleanValue());
    }
}
