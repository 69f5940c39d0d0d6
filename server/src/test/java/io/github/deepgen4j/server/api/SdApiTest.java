// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.ScriptedEngine;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A1111's clients send and read as they are used to: Open WebUI, LibreChat and SillyTavern. */
class SdApiTest {
    private static final JsonNode SCHEMAS =
            Json.read(DeepGenServer.contract()).get("components").get("schemas");

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder.resolve("data"), options -> options, new ScriptedEngine("second"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void requireValid(String schema, JsonNode value) {
        assertThat(new Schema(SCHEMAS).faults(SCHEMAS.get(schema), value, "$")).isEmpty();
    }

    private JsonNode draw(String path, String body) {
        Answer answer = server.post("/sdapi/v1/" + path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        requireValid("SdImages", answer.json());
        return answer.json();
    }

    private static Image image(JsonNode answer, int number) {
        String base64 = answer.get("images").stream().toList().get(number).stringValue();
        return Image.read(Base64.getDecoder().decode(base64), "answer");
    }

    private static String picture(int side, int grey) {
        byte[] rgb = new byte[3 * side * side];
        Arrays.fill(rgb, (byte) grey);
        return Base64.getEncoder().encodeToString(Image.of(side, side, rgb).png(Map.of()));
    }

    @Test
    void libreChatDraws() { // StableDiffusion.js: reads images[0] and info as JSON
        JsonNode answer = draw("txt2img", """
            {"prompt": "an apple", "negative_prompt": "a pear", "cfg_scale": 4.5, "steps": 3, "width": 96,
             "height": 64, "sampler_index": "DPM++ 2M Karras", "restore_faces": true, "seed": 7}\
            """);
        assertThat(image(answer, 0).width()).isEqualTo(96);
        JsonNode info = Json.read(answer.get("info").stringValue());
        assertThat(info.get("seed").longValue()).isEqualTo(7);
        assertThat(info.get("width").intValue()).isEqualTo(96);
        assertThat(info.get("height").intValue()).isEqualTo(64);
        assertThat(info.get("steps").intValue()).isEqualTo(3);
        assertThat(info.get("cfg_scale").doubleValue()).isEqualTo(4.5);
        assertThat(info.get("infotexts").size()).isEqualTo(1);
        assertThat(answer.get("deepgen").get("ignored").stream().map(JsonNode::stringValue))
                .containsExactly("restore_faces", "sampler_index");
    }

    @Test
    void batchesCountUpFromTheSeed() {
        JsonNode answer =
                draw("txt2img", "{\"prompt\": \"x\", \"batch_size\": 2, \"n_iter\": 2, \"steps\": 1, \"seed\": 5}");
        assertThat(answer.get("images").size()).isEqualTo(4);
        assertThat(Json.read(answer.get("info").stringValue()).get("all_seeds").stream()
                        .map(JsonNode::longValue))
                .containsExactly(5L, 6L, 7L, 8L);
        assertThat(draw("txt2img", "{\"prompt\": \"x\", \"steps\": 1, \"seed\": -1, \"cfg_scale\": 0}")
                        .get("images")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void anImageIsEditedWithinItsMask() {
        String body = """
            {"prompt": "x", "init_images": ["%s"], "mask": "%s", "denoising_strength": 0.7, "steps": 1}\
            """;
        JsonNode answer = draw("img2img", body.formatted(picture(64, 90), picture(64, 255)));
        assertThat(answer.get("deepgen").get("ignored").stream().map(JsonNode::stringValue))
                .containsExactly("denoising_strength");
        JsonNode job = server.get(
                        "/deepgen/v1/jobs/" + answer.get("deepgen").get("job").stringValue())
                .json();
        assertThat(job.get("kind").stringValue()).isEqualTo("edit");
        assertThat(job.get("request").has("mask")).isTrue();
    }

    @Test
    void whatIsWrongHasADetail() {
        for (String body : List.of("{\"prompt\": \"x\"}", "{", "{\"prompt\": \"x\", \"init_images\": [\"???\"]}")) {
            Answer answer = server.post("/sdapi/v1/img2img", body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("detail").stringValue())
                    .isEqualTo(answer.json().get("error").get("message").stringValue())
                    .isNotEmpty();
        }
        assertThat(server.post("/sdapi/v1/txt2img", "{\"prompt\": \"x\", \"batch_size\": 1e9}")
                        .code())
                .isEqualTo("invalid_value");
        assertThat(server.get("/sdapi/v1/nothing").json().has("detail")).isTrue();
        String mask = "{\"prompt\": \"x\", \"init_images\": [\"%s\"], \"mask\": \"bm8gcG5n\"}";
        assertThat(server.post("/sdapi/v1/img2img", mask.formatted(picture(64, 0)))
                        .code())
                .isEqualTo("invalid_mask");
    }

    @Test
    void openWebUiChoosesTheModel() {
        JsonNode models = server.get("/sdapi/v1/sd-models").json();
        assertThat(models.stream().map(model -> model.get("model_name").stringValue()))
                .containsExactly("scripted", "second");
        String title = models.stream().toList().getLast().get("title").stringValue();
        assertThat(server.post("/sdapi/v1/options", Json.write(Map.of("sd_model_checkpoint", title)))
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/sdapi/v1/options")
                        .json()
                        .get("sd_model_checkpoint")
                        .stringValue())
                .isEqualTo(title);
        JsonNode answer = draw("txt2img", "{\"prompt\": \"x\", \"steps\": 1}");
        assertThat(Json.read(answer.get("info").stringValue())
                        .get("sd_model_name")
                        .stringValue())
                .isEqualTo("second");
        JsonNode other = draw("txt2img", """
            {"prompt": "x", "steps": 1, "override_settings": {"sd_model_checkpoint": "scripted"}}\
            """);
        assertThat(Json.read(other.get("info").stringValue())
                        .get("sd_model_name")
                        .stringValue())
                .isEqualTo("scripted");
        assertThat(server.post("/sdapi/v1/options", "{\"sd_model_checkpoint\": \"third\"}")
                        .code())
                .isEqualTo("model_not_found");
    }

    @Test
    void sillyTavernAsksForListsFollowsAndInterrupts() throws Exception {
        for (String list : List.of(
                "samplers", "schedulers", "upscalers", "latent-upscale-modes", "sd-vae", "loras", "sd-models")) {
            assertThat(server.get("/sdapi/v1/" + list).json().isArray())
                    .as(list)
                    .isTrue();
        }
        assertThat(progress().get("state").get("job_count").intValue()).isZero();
        CompletableFuture<HttpResponse<String>> drawn = server.client()
                .sendAsync(
                        server.request("/sdapi/v1/txt2img", "{\"prompt\": \"gate\", \"steps\": 10}")
                                .build(),
                        BodyHandlers.ofString());
        while (progress().get("state").get("job").stringValue().isEmpty()) { // previews are made while it is looked at
            Thread.sleep(20);
        }
        server.engine().permit(4);
        while (progress().get("state").get("sampling_step").intValue() < 4) {
            Thread.sleep(20);
        }
        JsonNode progress = progress();
        requireValid("SdProgress", progress);
        assertThat(progress.get("progress").doubleValue()).isBetween(0.2, 0.6);
        assertThat(progress.get("state").get("sampling_steps").intValue()).isEqualTo(10);
        assertThat(Image.read(
                                Base64.getDecoder()
                                        .decode(progress.get("current_image").stringValue()),
                                "preview")
                        .width())
                .isEqualTo(ScriptedEngine.SIDE);
        String other = server.post("/deepgen/v1/jobs", "{\"prompt\": \"later\", \"steps\": 1}")
                .json()
                .get("id")
                .stringValue();
        assertThat(server.post("/sdapi/v1/interrupt", "").status()).isEqualTo(200);
        assertThat(drawn.get().statusCode()).isEqualTo(500);
        assertThat(Json.read(drawn.get().body()).get("detail").stringValue()).contains("was cancelled");
        assertThat(server.ended(other).get("status").stringValue()).isEqualTo("succeeded");
    }

    private JsonNode progress() {
        return server.get("/sdapi/v1/progress").json();
    }

    @Test
    void textsOfAPictureAreTold() {
        String file = Base64.getEncoder()
                .encodeToString(Image.of(8, 8, new byte[192]).png(Map.of("parameters", "a cat\nSteps: 3")));
        JsonNode info = server.post("/sdapi/v1/png-info", Json.write(Map.of("image", "data:image/png;base64," + file)))
                .json();
        assertThat(info.get("info").stringValue()).isEqualTo("a cat\nSteps: 3");
        assertThat(server.post("/sdapi/v1/png-info", "{\"image\": \"aGFsbG8=\"}")
                        .code())
                .isEqualTo("invalid_image");
    }

    @Test
    void aKeyIsThePasswordAndNobodyInterruptsAnother() {
        Path file = folder.resolve("keys.json");
        KeyRing ring = KeyRing.of(file);
        String[] alice = basic(ring.create("alice", Set.of("images", "jobs"), 1, KeyLimits.DEFAULT, Optional.empty()));
        String[] bob = basic(ring.create("bob", Set.of("images", "jobs"), 1, KeyLimits.DEFAULT, Optional.empty()));
        try (var guarded = new TestServer(folder.resolve("guarded"), options -> options.withKeys(file))) {
            Answer refused = guarded.get("/sdapi/v1/options");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Basic ");
            String job = guarded.post("/deepgen/v1/jobs", "{\"prompt\": \"gate\", \"steps\": 1}", alice)
                    .json()
                    .get("id")
                    .stringValue();
            guarded.post("/sdapi/v1/interrupt", "{}", bob);
            guarded.engine().permit(9);
            Answer ended = guarded.send(HttpRequest.newBuilder(guarded.uri("/deepgen/v1/jobs/" + job + "?wait=30"))
                    .header(alice[0], alice[1]));
            assertThat(ended.json().get("status").stringValue()).isNotEqualTo("cancelled");
        }
    }

    private static String[] basic(String key) {
        byte[] pair = ("user:" + key).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
    }
}
