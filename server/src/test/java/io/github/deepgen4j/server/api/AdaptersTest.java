// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.MultipartBody;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.queue.SqliteStore;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that requests choose, on every road. */
class AdaptersTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String JOBS = "/deepgen/v1/jobs";
    private static final String CATS =
            "{\"prompt\": \"a pear\", \"steps\": 2, \"seed\": 7, \"lora\": [{\"name\": \"cats\"}]}";
    private static final String PLAIN = "{\"prompt\": \"a pear\", \"steps\": 2, \"seed\": 7}";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode job(String body) {
        Answer taken = server.post(JOBS, body);
        assertThat(taken.status()).as(taken.text()).isEqualTo(202);
        return server.ended(taken.json().get("id").stringValue());
    }

    /** Adapters of the only picture that is there, as its recipe has them. */
    private JsonNode recipe(byte[] png) {
        return Json.read(ImageText.read(png, "picture").get("deepgen")).path("lora");
    }

    private static byte[] first(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Base64.getDecoder()
                .decode(answer.json().get("data").stream()
                        .findFirst()
                        .orElseThrow()
                        .get("b64_json")
                        .stringValue());
    }

    private static final JsonNode CATS_RECIPE =
            Json.read("[{\"file\": \"cats\", \"sha256\": \"" + "a".repeat(64) + "\", \"strength\": 0.8}]");

    @Test
    void modelsListThem() {
        JsonNode loras = server.get("/v1/models/scripted").json().get("deepgen").get("loras");
        assertThat(loras)
                .isEqualTo(Json.read("[{\"name\": \"cats\", \"scale\": 0.8}, {\"name\": \"dogs\", \"scale\": 1.0}]"));
        assertThat(server.get("/sdapi/v1/loras").json().stream()
                        .map(each -> each.get("name").stringValue()))
                .containsExactly("cats", "dogs");
    }

    @Test
    void everyRoadTakesThem() {
        byte[] cats = first(server.post(GENERATIONS, CATS));
        assertThat(recipe(cats)).isEqualTo(CATS_RECIPE);
        byte[] reference = Image.of(8, 8, new byte[3 * 8 * 8]).png(Map.of());
        Answer form = server.send(new MultipartBody()
                .text("prompt", "a pear")
                .text("steps", "2")
                .text("lora", "[{\"name\": \"dogs\", \"scale\": -0.5}, {\"name\": \"cats\", \"scale\": null}]")
                .file("image", "a", reference)
                .to(HttpRequest.newBuilder(server.uri("/v1/images/edits"))));
        assertThat(recipe(first(form)).stream().map(each -> each.get("strength").doubleValue()))
                .containsExactly(-0.5, 0.8);
        assertThat(job(CATS).get("request").get("lora")).isEqualTo(Json.read("[{\"name\": \"cats\", \"scale\": 0.8}]"));
        Answer batch = server.send(HttpRequest.newBuilder(server.uri(JOBS + "/batch"))
                .POST(HttpRequest.BodyPublishers.ofString(CATS + "\n" + CATS.replace("cats", "cat") + "\n")));
        List<JsonNode> lines = batch.text().lines().map(Json::read).toList();
        assertThat(lines.getFirst().get("request").get("lora").size()).isEqualTo(1);
        assertThat(lines.getLast().get("error").get("param").stringValue()).isEqualTo("lora");
        Answer a1111 = server.post("/sdapi/v1/txt2img", CATS);
        assertThat(recipe(Base64.getDecoder()
                        .decode(a1111.json().get("images").stream()
                                .findFirst()
                                .orElseThrow()
                                .stringValue())))
                .isEqualTo(CATS_RECIPE);
        assertThat(server.post("/sdapi/v1/txt2img", CATS.replace("cats", "cat")).status())
                .isEqualTo(400);
    }

    @Test
    void whatIsWrongIsToldTheRightName() {
        assertThat(server.post(GENERATIONS, CATS.replace("cats", "cat")).text())
                .contains("lora expected one of cats, dogs for model scripted, found cat; did you mean cats?");
        String five = "{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"c\"}, {\"name\": \"d\"}, {\"name\": \"e\"}";
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"lora\": [" + five + "]}")
                        .text())
                .contains("lora expected at most 4 adapters, found 5");
        String endless = "x".repeat(10_000);
        assertThat(server.post(GENERATIONS, CATS.replace("cats", endless)).text())
                .hasSizeLessThan(500);
    }

    @Test
    void requestsWithOthersAreOthers() {
        byte[] plain = first(server.post(GENERATIONS, PLAIN));
        Answer cats = server.post(GENERATIONS, CATS);
        assertThat(first(cats)).isNotEqualTo(plain);
        assertThat(cats.json().get("deepgen").get("fingerprint"))
                .isNotEqualTo(
                        server.get("/v1/models/scripted").json().get("deepgen").get("fingerprint"))
                .isEqualTo(Json.read(ImageText.read(first(cats), "picture").get("deepgen"))
                        .get("fingerprint"));
        String[] token = {"Idempotency-Key", "one"};
        Answer begun = server.post(GENERATIONS, CATS, token);
        assertThat(server.post(GENERATIONS, PLAIN, token).code()).isEqualTo("idempotency_key_reused");
        Answer same = server.post(GENERATIONS, CATS.replace("\"cats\"", "\"cats\", \"scale\": 0.80"), token);
        assertThat(same.header("X-DeepGen-Job")).isEqualTo(begun.header("X-DeepGen-Job"));
    }

    @Test
    void theyCountInEstimates() {
        double plain = finish(PLAIN.replace("\"steps\": 2", "\"steps\": 100"));
        double cats = finish(CATS.replace("\"steps\": 2", "\"steps\": 100"));
        assertThat(cats).as("half as much again, but for reading").isBetween(1.3 * plain, 1.5 * plain);
    }

    private double finish(String body) {
        JsonNode estimate = server.post(JOBS + "/estimate", body).json();
        assertThat(estimate.toString()).contains("\"basis\":\"forecast\"");
        return estimate.get("eta").get("finish_seconds").doubleValue();
    }

    @Test
    void picturesAreDrawnAgainWithThem() {
        JsonNode drawn = job(CATS);
        String image =
                drawn.get("images").stream().findFirst().orElseThrow().get("id").stringValue();
        assertThat(again(image)).isEqualTo("identical");
        server.close();
        try (var store = new SqliteStore(folder.resolve("deepgen.db"), _ -> {})) {
            store.delete(drawn.get("id").stringValue());
        }
        server = new TestServer(folder);
        assertThat(again(image)).as("from the recipe alone").isEqualTo("identical");
        byte[] file = server.get("/deepgen/v1/images/" + image).response().body();
        assertThat(inspected(file)).isTrue();
        server.engine().fingerprint("fedcba9876543210");
        assertThat(inspected(file)).isFalse();
        Answer other = server.post("/deepgen/v1/images/" + image + "/reproduce", "");
        assertThat(other.code()).isEqualTo("model_not_found");
        assertThat(other.text()).contains("--lora");
    }

    private String again(String image) {
        Answer taken = server.post("/deepgen/v1/images/" + image + "/reproduce", "");
        assertThat(taken.status()).as(taken.text()).isEqualTo(202);
        return server.ended(taken.json().get("id").stringValue())
                .get("reproduces")
                .get("result")
                .stringValue();
    }

    private boolean inspected(byte[] file) {
        return server.send(new MultipartBody()
                        .file("image", "a.png", file)
                        .to(HttpRequest.newBuilder(server.uri("/deepgen/v1/images/inspect"))))
                .json()
                .get("reproducible")
                .booleanValue();
    }
}
