// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, their scopes and limits. */
class AccessTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String APPLE = "{\"prompt\": \"an apple\", \"steps\": 2}";
    private static final Set<String> ALL = Set.of("images", "jobs", "gallery");

    @TempDir
    private Path folder;

    private KeyRing ring;
    private TestServer server;
    private String alice;

    @BeforeEach
    void start() {
        ring = KeyRing.of(folder.resolve("keys.json"));
        alice = key("alice", ALL, KeyLimits.DEFAULT);
        server = new TestServer(folder.resolve("data"), options -> options.withKeys(folder.resolve("keys.json")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String key(String name, Set<String> scopes, KeyLimits limits) {
        return ring.create(name, scopes, 1, limits, Optional.empty());
    }

    private Answer draw(String... headers) {
        return server.post(GENERATIONS, APPLE, headers);
    }

    private static String bearer(String secret) {
        return "Bearer " + secret;
    }

    @Test
    void aKeyIsAskedForAndTakenInFourWays() {
        Answer none = draw();
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.code()).isEqualTo("missing_api_key");
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(draw("Authorization", bearer("dg_" + "0".repeat(72))).code()).isEqualTo("invalid_api_key");
        String basic = Base64.getEncoder().encodeToString(("any:" + alice).getBytes(StandardCharsets.UTF_8));
        assertThat(draw("Authorization", bearer(alice)).status()).isEqualTo(200);
        assertThat(draw("Authorization", "Basic " + basic).status()).isEqualTo(200);
        assertThat(draw("X-API-Key", alice).status()).isEqualTo(200);
        assertThat(draw("api-key", alice).status()).isEqualTo(200);
        assertThat(server.get("/health").status()).isEqualTo(200);
        assertThat(server.get("/v1/models").status()).isEqualTo(401);
    }

    @Test
    void noKeySeesAnothersJobsAndPictures() throws Exception {
        String bob = key("bob", ALL, KeyLimits.DEFAULT);
        Answer drawn = draw("Authorization", bearer(alice));
        String job = drawn.header("X-DeepGen-Job");
        String image = drawn.json().get("data").stream()
                .findFirst()
                .orElseThrow()
                .get("deepgen")
                .get("id")
                .stringValue();
        for (String path : new String[] {
            "/deepgen/v1/jobs/" + job,
            "/deepgen/v1/jobs/" + job + "/events",
            "/deepgen/v1/jobs/" + job + "/images/0",
            "/deepgen/v1/images/" + image,
            "/deepgen/v1/images/" + image + "/recipe"
        }) {
            var request = HttpRequest.newBuilder(server.uri(path)).header("Authorization", bearer(bob));
            assertThat(server.send(request).status()).as(path).isEqualTo(404);
        }
        String again = "/deepgen/v1/images/" + image + "/reproduce";
        assertThat(server.post(again, "", "Authorization", bearer(bob)).status())
                .isEqualTo(404);
        String viewer = key("viewer", Set.of("gallery"), KeyLimits.DEFAULT);
        assertThat(server.post(again, "", "Authorization", bearer(viewer)).code())
                .isEqualTo("scope_missing");
        Answer edit = server.post(
                "/v1/images/edits",
                "{\"prompt\": \"x\", \"images\": [{\"file_id\": \"%s\"}]}".formatted(image),
                "Authorization",
                bearer(bob));
        assertThat(edit.status()).isEqualTo(404);
    }

    @Test
    void scopesAndLimitsAreKept() {
        String viewer = key("viewer", Set.of("gallery"), KeyLimits.DEFAULT);
        assertThat(draw("Authorization", bearer(viewer)).code()).isEqualTo("scope_missing");
        String small = key("small", ALL, new KeyLimits(5, 2, 64 * 64, 1, 3, 99, 1L << 40, 1L << 40));
        String[] header = {"Authorization", bearer(small)};
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"steps\": 6}", header)
                        .text())
                .contains("steps expected a whole number from 1 to 5");
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"size\": \"96x96\", \"steps\": 1}", header)
                        .code())
                .isEqualTo("invalid_size");
        Answer last = draw(header);
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        Answer over = draw(header);
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.code()).isEqualTo("rate_limit_exceeded");
        assertThat(Integer.parseInt(over.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void quotasOfADayCountWhatWaitsAndOutlastTheServer() {
        KeyLimits few = new KeyLimits(100, 10, 64 * 64, 9, 99, 3, 1L << 40, 1L << 40);
        KeyLimits little = new KeyLimits(100, 10, 64 * 64, 9, 99, 99, 3 * 64 * 64, 1L << 40);
        String[] counted = {"Authorization", bearer(key("counted", ALL, few))};
        String[] weighed = {"Authorization", bearer(key("weighed", ALL, little))};
        assertThat(draw(weighed).status()).isEqualTo(200); // 2 steps of 64x64
        assertThat(draw(weighed).code()).isEqualTo("quota_exceeded");
        assertThat(draw(counted).status()).isEqualTo(200);
        String gated = "{\"prompt\": \"gate\", \"steps\": 1}";
        assertThat(server.post("/deepgen/v1/jobs", gated, counted).status()).isEqualTo(202);
        assertThat(server.post("/deepgen/v1/jobs", gated, counted).status()).isEqualTo(202);
        Answer over = draw(counted);
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.code()).isEqualTo("quota_exceeded");
        assertThat(over.header("x-should-retry")).isEqualTo("false");
        server.close();
        server = new TestServer(folder.resolve("data"), options -> options.withKeys(folder.resolve("keys.json")));
        assertThat(draw(counted).code()).isEqualTo("quota_exceeded");
        assertThat(draw(weighed).code()).isEqualTo("quota_exceeded");
    }

    @Test
    void aRevokedKeyOpensNothingAndADamagedFileChangesNothing() throws Exception {
        assertThat(draw("Authorization", bearer(alice)).status()).isEqualTo(200);
        Path file = folder.resolve("keys.json");
        String good = Files.readString(file);
        assertThat(good).doesNotContain(alice);
        Thread.sleep(20);
        Files.writeString(file, "{ damaged");
        assertThat(draw("Authorization", bearer(alice)).status()).isEqualTo(200);
        Thread.sleep(20);
        Files.writeString(file, good);
        assertThat(KeyRing.of(file).revoke("alice")).isTrue();
        assertThat(KeyRing.of(file).revoke("nobody")).isFalse();
        assertThat(draw("Authorization", bearer(alice)).code()).isEqualTo("invalid_api_key");
    }

    @Test
    void aRotatedKeyKeepsWhatItHasUnderAnotherSecret() throws Exception {
        assertThat(draw("Authorization", bearer(alice)).status()).isEqualTo(200);
        Path file = folder.resolve("keys.json");
        Thread.sleep(20);
        String next = KeyRing.of(file).rotate("alice").orElseThrow();
        assertThat(KeyRing.of(file).rotate("nobody")).isEmpty();
        assertThat(draw("Authorization", bearer(alice)).code()).isEqualTo("invalid_api_key");
        var pictures = server.send(
                HttpRequest.newBuilder(server.uri("/deepgen/v1/images")).header("Authorization", bearer(next)));
        assertThat(pictures.json().get("data").size()).isEqualTo(1);
        assertThat(KeyRing.of(file).revoke("alice")).isTrue();
        assertThat(KeyRing.of(file).rotate("alice")).isEmpty();
    }

    @Test
    void whoGuessesIsStopped() {
        for (int i = 0; i < 20; i++) {
            assertThat(draw("Authorization", bearer("guess")).status()).isEqualTo(401);
        }
        assertThat(draw("Authorization", bearer("guess")).status()).isEqualTo(429);
    }
}
