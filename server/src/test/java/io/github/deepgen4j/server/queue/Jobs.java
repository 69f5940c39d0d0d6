// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.SkipLayerGuidance;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import io.github.deepgen4j.server.engine.Settled;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Jobs for tests. */
final class Jobs {
    private Jobs() {}

    static Job of(String id, String key, int steps, long created) {
        var settings = new DrawSettings(
                "an apple \u2192 \"red\"",
                Optional.of(""),
                Optional.of(new Size(64, 64)),
                2,
                steps,
                Optional.of(2.5),
                -1,
                ResizeRule.FIX_PIXELS,
                OptionalInt.of(64),
                PosteriorDraw.MODE,
                SkipLayerGuidance.of(1, 2),
                Speed.BALANCED,
                List.of(ChosenAdapter.of("cats", 0.8)));
        var settled = new Settled(new Size(64, 64), "", 2.5, 5, 0, 16, 21, 2, 0, 1L << 30);
        return new Job(
                id,
                key,
                "",
                "generate",
                "nano",
                JobStatus.QUEUED,
                Priority.NORMAL,
                settings,
                settled,
                List.of("sum-a", "sum-b", "sum-a"),
                Optional.of("sum-m"),
                JsonNode.object().put("metadata", JsonNode.object().put("x", "y")),
                "hash",
                true,
                1,
                0,
                created,
                0,
                0,
                0,
                Optional.empty());
    }
}
