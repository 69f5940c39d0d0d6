// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.util.Map;

/** The lists of {@code /sdapi/v1} that are always the same: one sampler, one schedule, and nothing that enlarges. */
final class SdLists {
    static final Map<String, JsonNode> ALL = Map.of(
            "samplers", Json.read("""
                [{"name": "Euler", "aliases": ["euler", "k_euler"], "options": {}}]\
                """),
            "schedulers", Json.read("""
                [{"name": "automatic", "label": "Automatic", "aliases": null, "default_rho": -1,
                  "need_inner_model": false}]\
                """),
            "upscalers", Json.read("""
                [{"name": "None", "model_name": null, "model_path": null, "model_url": null, "scale": 1}]\
                """),
            "latent-upscale-modes", Json.read("""
                [{"name": "None"}]\
                """),
            "sd-vae", Json.read("[]"));

    private SdLists() {}
}
