// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.MultipartBody;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.engine.EngineState;
import io.github.deepgen4j.server.queue.QueueLimits;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /deepgen/v1}: jobs, their events, pictures. */
class JobsApiTest {
    private static final String JOBS = "/deepgen/v1/jobs";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder, options -> options.withLimits(QueueLimits.DEFAULT.withJobs(8)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode submit(String prompt) {
        Answer answer = server.post(JOBS, "{\"prompt\": \"%s\", \"steps\": 4}".formatted(prompt));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.header("Location"))
                .isEqualTo(JOBS + "/" + answer.json().get("id").stringValue());
        return answer.json();
    }

    private static String id(JsonNode node) {
        return node.get("id").stringValue();
    }

    private void delete(String path) {
        assertThat(server.send(HttpRequest.newBuilder(server.uri(path)).DELETE())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aJobIsDrawnAndItsPicturesAreThere() {
        JsonNode job = server.ended(id(submit("an apple")));
        assertThat(job.get("status").stringValue()).isEqualTo("succeeded");
        assertThat(job.get("created_at").stringValue()).matches("20[0-9-]{8}T[0-9:]{8}\\.[0-9]{3}Z");
        assertThat(job.get("progress").get("fraction").doubleValue()).isEqualTo(1);
        assertThat(job.get("request").get("steps").intValue()).isEqualTo(4);
        JsonNode image = job.get("images").stream().findFirst().orElseThrow();
        Answer file = server.get(image.get("url").stringValue());
        assertThat(Image.read(file.response().body(), "file").width()).isEqualTo(64);
        assertThat(file.header("ETag")).contains(image.get("sha256").stringValue());
        assertThat(server.get(image.get("url").stringValue() + "?format=webp").header("Content-Type"))
                .isEqualTo("image/webp");
        assertThat(server.get(image.get("url").stringValue() + "/recipe")
                        .json()
                        .get("prompt")
                        .stringValue())
                .isEqualTo("an apple");
        assertThat(server.get(image.get("url").stringValue() + "/thumbnail").header("Content-Type"))
                .isEqualTo("image/jpeg");
        assertThat(server.get(JOBS + "/" + id(job) + "/images/1").code()).isEqualTo("not_found");
        assertThat(server.get(JOBS + "/job_none").code()).isEqualTo("not_found");
    }

    @Test
    void waitingJobsHaveAPlaceAndCanBeCancelledAndMoved() {
        JsonNode first = submit("gate one");
        JsonNode second = submit("gate two");
        JsonNode third = submit("gate three");
        assertThat(server.get(JOBS + "/" + id(third))
                        .json()
                        .get("queue")
                        .get("position")
                        .intValue())
                .isEqualTo(2);
        Answer moved = server.send(HttpRequest.newBuilder(server.uri(JOBS + "/" + id(third)))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"priority\": \"high\"}")));
        assertThat(moved.json().get("queue").get("position").intValue()).isEqualTo(1);
        assertThat(server.post(JOBS + "/" + id(second) + "/cancel", "")
                        .json()
                        .get("status")
                        .stringValue())
                .isEqualTo("cancelled");
        assertThat(server.post(JOBS + "/" + id(second) + "/cancel", "").status())
                .isEqualTo(200);
        server.post(JOBS + "/" + id(first) + "/cancel", "");
        assertThat(server.ended(id(first)).get("status").stringValue()).isEqualTo("cancelled");
        server.engine().permit(4);
        assertThat(server.ended(id(third)).get("status").stringValue()).isEqualTo("succeeded");
        assertThat(server.engine().drawn()).containsExactly("gate three 0");
    }

    @Test
    void eventsTellEverythingOnceAndEnd() {
        JsonNode job = submit("gate");
        server.engine().permit(4);
        Answer events = server.get(JOBS + "/" + id(job) + "/events");
        List<String> types = events.text()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .filter(type -> !type.equals("preview"))
                .distinct()
                .toList();
        assertThat(types).containsExactly("queued", "started", "stage", "step", "image", "succeeded");
        long last = events.text()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .mapToLong(line -> Long.parseLong(line.substring(4)))
                .max()
                .orElseThrow();
        Answer again = server.send(HttpRequest.newBuilder(server.uri(JOBS + "/" + id(job) + "/events"))
                .header("Last-Event-ID", Long.toString(last)));
        assertThat(again.status()).isEqualTo(204);
    }

    @Test
    void aBatchAnswersLineByLine() {
        String lines = "{\"prompt\": \"gate a\"}\n{\"prompt\": \"b\", \"step\": 1}\n{\"prompt\": \"gate c\"}\n";
        Answer answer = server.post(JOBS + "/batch", lines);
        List<JsonNode> nodes = answer.text().lines().map(Json::read).toList();
        assertThat(nodes).hasSize(3);
        assertThat(nodes.get(1).get("error").get("code").stringValue()).isEqualTo("unknown_parameter");
        assertThat(server.get(JOBS).json().get("data").size()).isEqualTo(2);
        Answer atomic = server.post(JOBS + "/batch?atomic=true", lines);
        assertThat(atomic.status()).isEqualTo(400);
        assertThat(atomic.json().get("error").get("param").stringValue()).isEqualTo("line 2");
        assertThat(server.get(JOBS).json().get("data").size()).isEqualTo(2);
    }

    @Test
    void anEstimateStartsNothing() {
        server.ended(id(submit("an apple")));
        JsonNode estimate = server.post(JOBS + "/estimate", "{\"prompt\": \"an apple\", \"steps\": 4}")
                .json();
        assertThat(estimate.get("eta").get("basis").stringValue()).isEqualTo("measured");
        assertThat(estimate.get("memory_bytes").longValue()).isEqualTo(1L << 30);
        assertThat(server.get(JOBS).json().get("data").size()).isEqualTo(1);
    }

    @Test
    void aFullQueueSaysWhenToComeBack() {
        for (int i = 0; i < 9; i++) {
            submit("gate " + i); // one runs
            while (i == 0
                    && server.get(JOBS + "?status=running").json().get("data").isEmpty()) {
                Thread.onSpinWait();
            }
        }
        Answer answer = server.post(JOBS, "{\"prompt\": \"x\"}");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("queue_full");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(server.get("/ready").status()).isEqualTo(503);
        assertThat(server.get("/health").status()).isEqualTo(200);
    }

    @Test
    void listsAreCutIntoPages() {
        for (int i = 0; i < 5; i++) {
            server.ended(id(submit("apple " + i)));
        }
        JsonNode page = server.get(JOBS + "?limit=2").json();
        assertThat(page.get("data").stream()
                        .map(job -> job.get("request").get("prompt").stringValue()))
                .containsExactly("apple 4", "apple 3");
        JsonNode next = server.get(JOBS + "?limit=2&after=" + page.get("next").stringValue())
                .json();
        assertThat(next.get("data").stream()
                        .map(job -> job.get("request").get("prompt").stringValue()))
                .containsExactly("apple 2", "apple 1");
        assertThat(server.get(JOBS + "?limit=0").code()).isEqualTo("invalid_value");
        assertThat(server.get(JOBS + "?status=none").code()).isEqualTo("invalid_value");
    }

    @Test
    void deletedJobsLeaveNothing() throws Exception {
        JsonNode job = server.ended(id(submit("an apple")));
        delete(JOBS + "/" + id(job));
        assertThat(server.get(JOBS + "/" + id(job)).status()).isEqualTo(404);
        try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        JsonNode running = submit("gate");
        delete(JOBS + "/" + id(running));
        while (server.get(JOBS + "/" + id(running)).status() != 404) {
            Thread.sleep(10);
        }
    }

    @Test
    void theGalleryFindsPicturesAgain() {
        server.ended(id(submit("a red apple")));
        server.ended(id(submit("a green pear")));
        JsonNode found = server.get("/deepgen/v1/images?q=PEAR").json().get("data");
        assertThat(found.size()).isEqualTo(1);
        String image = "/deepgen/v1/images/" + id(found.stream().findFirst().orElseThrow());
        server.send(HttpRequest.newBuilder(server.uri(image))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"favourite\": true, \"title\": \"Best\"}")));
        JsonNode best = server.get("/deepgen/v1/images?favourite=true").json().get("data");
        assertThat(best.stream().map(each -> each.get("title").stringValue())).containsExactly("Best");
        Answer file = server.get(image);
        assertThat(file.header("Content-Type")).isEqualTo("image/png");
        delete(image);
        assertThat(server.get(image).status()).isEqualTo(404);
    }

    @Test
    void whatAJobWasGivenIsThereAsItWasGiven() {
        byte[] png = Image.of(8, 8, new byte[3 * 8 * 8]).png(Map.of());
        byte[] jpeg = Image.of(8, 8, new byte[3 * 8 * 8]).jpeg(90, Map.of());
        Answer taken = server.send(new MultipartBody()
                .text("prompt", "an apple")
                .file("image[]", "a", png)
                .file("image[]", "b", jpeg)
                .file("mask", "c", png)
                .to(HttpRequest.newBuilder(server.uri(JOBS))));
        String job = JOBS + "/" + id(server.ended(id(taken.json())));
        Answer first = server.get(job + "/references/0");
        assertThat(first.header("Content-Type")).isEqualTo("image/png");
        assertThat(first.response().body()).isEqualTo(png);
        Answer second = server.get(job + "/references/1");
        assertThat(second.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(second.response().body()).isEqualTo(jpeg);
        assertThat(server.get(job + "/mask").response().body()).isEqualTo(png);
        Answer known = server.send(HttpRequest.newBuilder(server.uri(job + "/references/1"))
                .header("If-None-Match", second.header("ETag")));
        assertThat(known.status()).isEqualTo(304);
        for (String other : List.of("/references/2", "/references/x", "/references/-1")) {
            assertThat(server.get(job + other).status()).as(other).isEqualTo(404);
        }
        String plain = id(server.ended(id(submit("a pear"))));
        assertThat(server.get(JOBS + "/" + plain + "/mask").status()).isEqualTo(404);
    }

    @Test
    void aPictureHasAThumbnail() {
        server.ended(id(submit("a pear")));
        String image = id(server.get("/deepgen/v1/images").json().get("data").stream()
                .findFirst()
                .orElseThrow());
        Answer small = server.get("/deepgen/v1/images/" + image + "/thumbnail");
        assertThat(small.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(small.header("Cache-Control")).contains("immutable");
        assertThat(Image.read(small.response().body(), "thumbnail").width()).isEqualTo(64);
        assertThat(server.get("/deepgen/v1/images/none/thumbnail").status()).isEqualTo(404);
    }

    @Test
    void aPictureWithoutARecipeIsRefused() {
        byte[] plain = Image.of(1, 1, new byte[3]).png(Map.of());
        Answer answer = server.send(new MultipartBody()
                .file("image", "a.png", plain)
                .to(HttpRequest.newBuilder(server.uri("/deepgen/v1/images/inspect"))));
        assertThat(answer.code()).isEqualTo("invalid_image");
    }

    @Test
    void aLostEngineIsTriedThreeTimes() {
        JsonNode job = server.ended(id(submit("crash")));
        assertThat(job.get("status").stringValue()).isEqualTo("failed");
        assertThat(job.get("error").get("code").stringValue()).isEqualTo("engine_lost");
        assertThat(job.get("attempt").intValue()).isEqualTo(3);
    }

    @Test
    void aDeadlineIsKept() {
        JsonNode job =
                server.post(JOBS, "{\"prompt\": \"gate\", \"timeout\": 1}").json();
        JsonNode ended = server.ended(id(job));
        assertThat(ended.get("status").stringValue()).isEqualTo("failed");
        assertThat(ended.get("error").get("code").stringValue()).isEqualTo("deadline_exceeded");
    }

    @Test
    void aModelThatIsNotThereYetIsSaidToBeLoading() {
        server.engine().phase(EngineState.Phase.LOADING);
        Answer answer = server.post(JOBS, "{\"prompt\": \"x\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("model_loading");
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(server.get("/health").json().get("status").stringValue()).isEqualTo("loading");
    }
}
