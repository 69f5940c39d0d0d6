// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measures as Prometheus reads them. */
class MetersTest {
    private static final String GENERATIONS = "/v1/images/generations";

    @TempDir
    private Path folder;

    @Test
    void whatHappensIsCounted() {
        try (var server = new TestServer(folder)) {
            server.post(GENERATIONS, "{\"prompt\": \"a secret apple\", \"n\": 2, \"steps\": 3, \"size\": \"32x32\"}");
            server.post(GENERATIONS, "{\"prompt\": \"please fail\"}");
            server.post(GENERATIONS, "{\"prompt\": \"x\", \"step\": 1}");
            server.get("/nowhere/job_secret");
            String measures = server.get("/metrics").text();
            assertThat(measures)
                    .contains("deepgen_jobs_submitted_total{kind=\"generate\"} 2.0")
                    .contains("deepgen_jobs_finished_total{kind=\"generate\",outcome=\"succeeded\"} 1.0")
                    .contains("deepgen_jobs_finished_total{kind=\"generate\",outcome=\"failed\"} 1.0")
                    .contains("deepgen_images_total 2.0")
                    .contains("deepgen_pixel_steps_total " + 2 * 3 * 32 * 32 + ".0")
                    .contains("deepgen_step_seconds_count{model=\"scripted\"} 6")
                    .contains("deepgen_job_wait_seconds_count 2")
                    .contains("deepgen_queue_jobs{priority=\"normal\"} 0.0")
                    .contains("deepgen_engine_up{model=\"scripted\"} 1.0")
                    .contains("deepgen_http_request_seconds_count{method=\"GET\",route=\"none\",status=\"404\"} 1")
                    .contains("method=\"POST\",route=\"/v1/images/generations\",status=\"400\"")
                    .contains("deepgen_store_commit_seconds_count")
                    .contains("deepgen_disk_free_bytes")
                    .contains("deepgen_results_bytes")
                    .contains("jvm_memory_used_bytes");
            assertThat(measures).doesNotContain("secret").doesNotContainPattern("(job|img)_[0-9a-z]{20}");
        }
    }

    @Test
    void measuresNeedTheirScope() {
        Path keys = folder.resolve("keys.json");
        KeyRing ring = KeyRing.of(keys);
        String drawer = ring.create("drawer", Set.of("images"), 1, KeyLimits.DEFAULT, Optional.empty());
        String scraper = ring.create("scraper", Set.of("metrics"), 1, KeyLimits.DEFAULT, Optional.empty());
        try (var server = new TestServer(folder.resolve("data"), options -> options.withKeys(keys))) {
            assertThat(server.get("/metrics").status()).isEqualTo(401);
            assertThat(server.send(metrics(server, drawer)).code()).isEqualTo("scope_missing");
            assertThat(server.send(metrics(server, scraper)).text()).contains("deepgen_http_open");
        }
    }

    private static HttpRequest.Builder metrics(TestServer server, String key) {
        return HttpRequest.newBuilder(server.uri("/metrics")).header("Authorization", "Bearer " + key);
    }
}
