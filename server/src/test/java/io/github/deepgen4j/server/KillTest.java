// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of front and engine at random moments: what was acknowledged is drawn, once. {@code -Ddeepgen.kills=50} kills
 * more often than a build does.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("deepgen.kills", 3);
    private static final int LATEST = 600; // milliseconds

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private JsonNode call(ScriptedServer server, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return Json.read(client.send(request, BodyHandlers.ofString()).body());
    }

    private List<String> submit(ScriptedServer server, int most) throws InterruptedException {
        return submit(server, most, () -> {});
    }

    /** Submits until the server dies; the ids that were acknowledged, each of which is told. */
    private List<String> submit(ScriptedServer server, int most, Runnable acknowledged) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            try {
                JsonNode answer =
                        call(server, "POST", "/deepgen/v1/jobs", "{\"prompt\": \"apple\", \"n\": 2, \"steps\": 5}");
                if (answer.has("id")) {
                    taken.add(answer.get("id").stringValue());
                    acknowledged.run();
                }
            } catch (IOException e) {
                break;
            }
        }
        return taken;
    }

    private void awaitReady(ScriptedServer server) throws IOException, InterruptedException {
        while (!call(server, "GET", "/ready", "").path("status").asString().equals("ready")) {
            Thread.sleep(20);
        }
    }

    private JsonNode requireEnded(ScriptedServer server, String id) throws IOException, InterruptedException {
        JsonNode job = call(server, "GET", "/deepgen/v1/jobs/" + id, "");
        while (!job.path("finished_at").isString()) {
            job = call(server, "GET", "/deepgen/v1/jobs/" + id + "?wait=5", "");
        }
        return job;
    }

    /** Ids of all pictures. */
    private List<String> gallery(ScriptedServer server) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        String after = "";
        do {
            JsonNode part = call(server, "GET", "/deepgen/v1/images?limit=100" + after, "");
            part.get("data").forEach(image -> ids.add(image.get("id").stringValue()));
            after = part.get("has_more").booleanValue()
                    ? "&after=" + part.get("next").stringValue()
                    : "";
        } while (!after.isEmpty());
        return ids;
    }

    /** All jobs end well, with one picture for each number, whose files are there and no others. */
    private void requireAllDrawnOnce(ScriptedServer server, List<String> jobs) throws Exception {
        for (String id : jobs) {
            JsonNode job = requireEnded(server, id);
            assertThat(job.get("status").stringValue()).as(job.toString()).isEqualTo("succeeded");
            assertThat(job.get("images").stream()
                            .map(image -> image.get("index").intValue()))
                    .containsExactly(0, 1);
        }
        List<String> listed = gallery(server);
        try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".png", ""))
                    .toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void noAcknowledgedJobIsLostWithTheFront() throws Exception {
        Random random = new Random(17);
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            ScriptedServer server = ScriptedServer.start(folder);
            awaitReady(server);
            int moment = random.nextInt(LATEST);
            var first = new CountDownLatch(i % 2); // every other time from the first acknowledgement on
            Thread killer = Thread.ofVirtual().start(() -> {
                try {
                    assertThat(first.await(1, TimeUnit.MINUTES)).isTrue();
                    Thread.sleep(moment);
                    server.kill();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            jobs.addAll(submit(server, Math.max(2, 30 / KILLS), first::countDown));
            killer.join();
        }
        assertThat(jobs).hasSizeGreaterThanOrEqualTo(KILLS / 2);
        try (ScriptedServer server = ScriptedServer.start(folder)) {
            requireAllDrawnOnce(server, jobs);
        }
    }

    @Test
    void noJobIsLostWithTheEngine() throws Exception {
        Random random = new Random(18);
        try (ScriptedServer server = ScriptedServer.start(folder)) {
            List<String> jobs = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                awaitReady(server);
                ProcessHandle engine = server.engine();
                jobs.addAll(submit(server, 3));
                Thread.sleep(random.nextInt(LATEST / 4));
                engine.destroyForcibly();
                engine.onExit().join();
                requireEnded(server, jobs.get(3 * i)); // no job is hit three times, which would end it
            }
            requireAllDrawnOnce(server, jobs);
        }
    }

    @Test
    void aRequestThatEndsTheEngineThreeTimesFailsAndIsNotTakenAgain() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(folder)) {
            awaitReady(server);
            String deadly = "{\"prompt\": \"die\", \"seed\": 1}";
            String id =
                    call(server, "POST", "/deepgen/v1/jobs", deadly).get("id").stringValue();
            JsonNode job = requireEnded(server, id);
            assertThat(job.get("error").get("code").stringValue()).isEqualTo("engine_lost");
            awaitReady(server);
            JsonNode refused = call(server, "POST", "/deepgen/v1/jobs", deadly);
            assertThat(refused.get("error").get("code").stringValue()).isEqualTo("generation_failed");
            assertThat(call(server, "GET", "/health", "").get("status").stringValue())
                    .isEqualTo("ok");
        }
    }
}
