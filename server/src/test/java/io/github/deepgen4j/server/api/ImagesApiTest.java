// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.MultipartBody;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/images} as OpenAI's clients use it. */
class ImagesApiTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final String EDITS = "/v1/images/edits";

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Image bytes(JsonNode entry) {
        return Image.read(Base64.getDecoder().decode(entry.get("b64_json").stringValue()), "answer");
    }

    private static byte[] picture(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 90);
        return Image.of(width, height, rgb).png(Map.of());
    }

    // ---- answers ----

    @Test
    void aRequestAsOpenAiSendsItIsDrawn() {
        Answer answer = server.post(GENERATIONS, """
            {"model": "gpt-image-1", "prompt": "a red apple", "n": 2, "size": "32x48", "quality": "low",
             "background": "auto", "moderation": "auto", "user": "u1", "seed": 7}\
            """);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.json();
        assertThat(body.get("data").size()).isEqualTo(2);
        assertThat(body.get("size").stringValue()).isEqualTo("32x48");
        assertThat(body.get("quality").stringValue()).isEqualTo("low");
        assertThat(body.get("output_format").stringValue()).isEqualTo("png");
        JsonNode usage = body.get("usage");
        assertThat(usage.get("output_tokens").longValue()).isEqualTo(2 * 2 * 3);
        assertThat(usage.get("total_tokens").longValue())
                .isEqualTo(usage.get("input_tokens").longValue() + 12);
        List<JsonNode> data = body.get("data").stream().toList();
        assertThat(data)
                .extracting(entry -> entry.get("deepgen").get("seed").stringValue())
                .containsExactly("7", "8");
        assertThat(bytes(data.getFirst()).width()).isEqualTo(32);
        assertThat(bytes(data.getFirst()).height()).isEqualTo(48);
        assertThat(body.get("deepgen").get("model").stringValue()).isEqualTo("scripted");
        assertThat(body.get("deepgen").get("ignored").stream().map(JsonNode::asString))
                .containsExactly("moderation");
        assertThat(answer.header("X-DeepGen-Ignored")).isEqualTo("moderation");
        assertThat(answer.header("X-DeepGen-Job"))
                .isEqualTo(body.get("deepgen").get("job").stringValue())
                .matches("job_[0-9a-z]{26}");
        assertThat(answer.header("openai-processing-ms")).matches("[0-9]+");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.header("Server")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp", "png"})
    void everyFormatHoldsTheRecipe(String format) {
        Answer answer =
                server.post(GENERATIONS, "{\"prompt\": \"an apple\", \"output_format\": \"%s\"}".formatted(format));
        byte[] file = Base64.getDecoder()
                .decode(answer.json().get("data").stream()
                        .findFirst()
                        .orElseThrow()
                        .get("b64_json")
                        .stringValue());
        assertThat(OutputFormat.of(file, "answer").mediaType()).isEqualTo("image/" + format);
        assertThat(ImageText.read(file, "answer")).containsKey("deepgen");
    }

    @Test
    void anAddressShowsThePictureAndNoOtherIsTaken() {
        Answer answer = server.post(GENERATIONS, "{\"prompt\": \"an apple\", \"response_format\": \"url\"}");
        JsonNode entry = answer.json().get("data").stream().findFirst().orElseThrow();
        String url = entry.get("url").stringValue();
        assertThat(entry.has("b64_json")).isFalse();
        Answer file = server.get(url);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("ETag"))
                .contains(entry.get("deepgen").get("sha256").stringValue());
        assertThat(file.header("Cache-Control")).contains("private").contains("immutable");
        assertThat(server.get(url.replace("format=png", "format=webp")).status())
                .isEqualTo(404);
        assertThat(server.get(url.replaceFirst("expires=[0-9]+", "expires=99999999999"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aRandomSeedIsReturnedAndDrawsTheSameAgain() {
        JsonNode first = server.post(GENERATIONS, "{\"prompt\": \"a pear\", \"seed\": -1}")
                .json();
        String seed = first.get("data").stream()
                .findFirst()
                .orElseThrow()
                .get("deepgen")
                .get("seed")
                .stringValue();
        JsonNode again = server.post(GENERATIONS, "{\"prompt\": \"a pear\", \"seed\": \"%s\"}".formatted(seed))
                .json();
        assertThat(again.get("data").stream().findFirst().orElseThrow().get("b64_json"))
                .isEqualTo(first.get("data").stream().findFirst().orElseThrow().get("b64_json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "image[]"})
    void formsOfAllClientsAreRead(String part) {
        var body = new MultipartBody()
                .text("model", "gpt-image-1")
                .nameless(part, picture(40, 30))
                .text("prompt", "make it green")
                .file(part, "image.png", picture(30, 40))
                .text("n", "1")
                .text("input_fidelity", "high")
                .text("steps", "3");
        Answer answer = server.send(body.to(HttpRequest.newBuilder(server.uri(EDITS))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json()
                        .get("usage")
                        .get("input_tokens_details")
                        .get("image_tokens")
                        .longValue())
                .isEqualTo(32);
        assertThat(answer.header("X-DeepGen-Ignored")).isEqualTo("input_fidelity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"markup", "file", "image[x]", "mask[]"})
    void filesUnderOtherNamesAreNoReferences(String part) {
        var body = new MultipartBody()
                .text("prompt", "make it green")
                .nameless("image", picture(40, 30))
                .file(part, "picture.png", picture(40, 30));
        Answer answer = server.send(body.to(HttpRequest.newBuilder(server.uri(EDITS))));
        assertThat(answer.code()).isEqualTo("unknown_parameter");
        assertThat(answer.json().get("error").get("param").stringValue()).isEqualTo(part);
    }

    @Test
    void imagesComeInJsonToo() {
        String base64 = Base64.getEncoder().encodeToString(picture(32, 32));
        String data = "data:image/png;base64," + base64;
        Answer drawn = server.post(
                EDITS,
                "{\"prompt\": \"greener\", \"images\": [{\"image_url\": \"%s\"}, \"%s\"]}".formatted(data, base64));
        assertThat(drawn.status()).as(drawn.text()).isEqualTo(200);
        String id = drawn.json().get("data").stream()
                .findFirst()
                .orElseThrow()
                .get("deepgen")
                .get("id")
                .stringValue();
        Answer again = server.post(EDITS, "{\"prompt\": \"bluer\", \"images\": [{\"file_id\": \"%s\"}]}".formatted(id));
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        Answer alias = server.post(GENERATIONS, "{\"prompt\": \"redder\", \"ref_images\": [\"%s\"]}".formatted(base64));
        assertThat(alias.status()).as(alias.text()).isEqualTo(200);
        assertThat(alias.json()
                        .get("usage")
                        .get("input_tokens_details")
                        .get("image_tokens")
                        .longValue())
                .isEqualTo(16);
    }

    // ---- refusals ----

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {                                                        | 400 | invalid_json           |
        []                                                       | 400 | invalid_json           |
        {"prompt": "x", "prompt": "y"}                           | 400 | conflicting_parameters |
        {}                                                       | 400 | missing_parameter      | prompt
        {"prompt": null}                                         | 400 | missing_parameter      | prompt
        {"prompt": ""}                                           | 400 | invalid_value          | prompt
        {"prompt": 5}                                            | 400 | invalid_value          | prompt
        {"prompt": "x", "step": 5}                               | 400 | unknown_parameter      | step
        {"prompt": "x", "steps": 0}                              | 400 | invalid_value          | steps
        {"prompt": "x", "steps": 101}                            | 400 | invalid_value          | steps
        {"prompt": "x", "steps": 2.5}                            | 400 | invalid_value          | steps
        {"prompt": "x", "steps": "5"}                            | 400 | invalid_value          | steps
        {"prompt": "x", "steps": 1e999}                          | 400 | invalid_value          | steps
        {"prompt": "x", "steps": 5, "num_inference_steps": 6}    | 400 | conflicting_parameters | num_inference_steps
        {"prompt": "x", "n": 11}                                 | 400 | invalid_value          | n
        {"prompt": "x", "guidance": 0.5}                         | 400 | invalid_value          | guidance
        {"prompt": "x", "guidance": 1e999}                       | 400 | invalid_value          | guidance
        {"prompt": "x", "seed": "a"}                             | 400 | invalid_value          | seed
        {"prompt": "x", "size": "60x64"}                         | 400 | invalid_size           | size
        {"prompt": "x", "size": "4096x4096"}                     | 400 | invalid_size           | size
        {"prompt": "x", "size": "big"}                           | 400 | invalid_size           | size
        {"prompt": "x", "width": 64}                             | 400 | missing_parameter      | height
        {"prompt": "x", "size": "64x64", "width": 32, "height": 32} | 400 | conflicting_parameters | width
        {"prompt": "x", "background": "transparent"}             | 400 | unsupported_value      | background
        {"prompt": "x", "scheduler": {"type": "ddim"}}           | 400 | unsupported_value      | scheduler
        {"prompt": "x", "lora": [{"name": "cat"}]}               | 400 | invalid_value          | lora
        {"prompt": "x", "lora": "cats"}                          | 400 | invalid_value          | lora
        {"prompt": "x", "lora": ["cats"]}                        | 400 | invalid_value          | lora
        {"prompt": "x", "lora": [{"scale": 1}]}                  | 400 | invalid_value          | lora
        {"prompt": "x", "lora": [{"name": "cats", "scale": "1"}]} | 400 | invalid_value         | lora.scale
        {"prompt": "x", "lora": [{"name": "cats", "scale": 1e999}]} | 400 | invalid_value       | lora.scale
        {"prompt": "x", "lora": [{"name": "cats", "path": "/x"}]} | 400 | unknown_parameter     | lora
        {"prompt": "x", "lora": [{"name": "cats"}, {"name": "cats"}]} | 400 | invalid_value     | lora
        {"prompt": "x", "quality": "best"}                       | 400 | invalid_value          | quality
        {"prompt": "x", "metadata": {"a": 1}}                    | 400 | invalid_value          | metadata
        {"prompt": "x", "model": "other"}                        | 404 | model_not_found        | model
        {"prompt": "x", "references": ["https://a.example/b"]}   | 400 | remote_url_refused     | images
        {"prompt": "x", "references": ["@@@@"]}                  | 400 | invalid_image          | images
        {"prompt": "x", "references": ["aGVsbG8="]}              | 400 | invalid_image          | image
        {"prompt": "x", "references": ["img_unknown"]}           | 404 | not_found              | images
        {"prompt": "huge"}                                       | 422 | insufficient_memory    |
        {"prompt": "please fail"}                                | 500 | generation_failed      |
        """)
    void whatIsWrongIsNamed(String body, int status, String code, String param) {
        Answer answer = server.post(GENERATIONS, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode error = answer.json().get("error");
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.get("code").stringValue()).isEqualTo(code);
        assertThat(error.get("param").isNull() ? null : error.get("param").stringValue())
                .isEqualTo(param);
        assertThat(error.get("message").stringValue())
                .isNotBlank()
                .doesNotContain("\n", "Exception", folder.toString());
    }

    @Test
    void aMistypedFieldIsToldTheRightOne() {
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"step\": 5}").text())
                .contains("did you mean steps?");
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"size\": \"60x64\"}")
                        .text())
                .contains("the nearest is 64x64");
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"x\", \"model\": \"other\"}")
                        .text())
                .contains("scripted");
    }

    @Test
    void longPromptsAreRefusedNotCut() {
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"%s\"}".formatted("x".repeat(16_385)))
                        .code())
                .isEqualTo("prompt_too_long");
        assertThat(server.post(GENERATIONS, "{\"prompt\": \"%s\"}".formatted("x ".repeat(1025)))
                        .code())
                .isEqualTo("prompt_too_long");
    }

    @Test
    void wrongPathsMethodsAndTypesAreRefused() {
        assertThat(server.get("/v1/none").code()).isEqualTo("not_found");
        Answer method = server.get(GENERATIONS);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("method_not_allowed");
        assertThat(method.header("Allow")).isEqualTo("POST");
        assertThat(server.post("/v1/images/variations", "{}").text()).contains("/v1/images/edits");
        Answer type = server.send(HttpRequest.newBuilder(server.uri(GENERATIONS))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.code()).isEqualTo("unsupported_media_type");
    }

    @Test
    void editsNeedAnImage() {
        assertThat(server.post(EDITS, "{\"prompt\": \"x\"}").code()).isEqualTo("missing_parameter");
        var bad = new MultipartBody().text("prompt", "x").file("image", "a.png", "no image".getBytes());
        assertThat(server.send(bad.to(HttpRequest.newBuilder(server.uri(EDITS))))
                        .code())
                .isEqualTo("invalid_image");
    }

    // ---- models ----

    @Test
    void modelsAreListedBeforeTheirAliases() {
        JsonNode list = server.get("/v1/models").json();
        List<String> ids = list.get("data").stream()
                .map(model -> model.get("id").stringValue())
                .toList();
        assertThat(ids).startsWith("scripted").contains("gpt-image-1", "dall-e-3");
        JsonNode alias = server.get("/v1/models/gpt-image-1").json();
        assertThat(alias.get("deepgen").get("alias_of").stringValue()).isEqualTo("scripted");
        assertThat(alias.get("deepgen").get("default_size").stringValue()).isEqualTo("64x64");
        assertThat(server.get("/v1/models/none").code()).isEqualTo("model_not_found");
    }

    // ---- streams ----

    @Test
    void aStreamHasPartialImagesThenEachImage() {
        Answer answer =
                server.post(GENERATIONS, "{\"prompt\": \"a plum\", \"n\": 2, \"stream\": true, \"partial_images\": 2}");
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        List<String> types =
                answer.text().lines().filter(line -> line.startsWith("event: ")).toList();
        String partial = "event: image_generation.partial_image";
        String completed = "event: image_generation.completed";
        assertThat(types).containsExactly(partial, partial, completed, partial, partial, completed);
        assertThat(answer.text()).contains("\"partial_image_index\":1").doesNotContain("[DONE]", "deepgen.step");
    }

    @Test
    void progressIsSentWhenItIsAskedFor() {
        Answer answer =
                server.post(GENERATIONS, "{\"prompt\": \"a fig\", \"steps\": 3, \"stream\": true, \"progress\": true}");
        assertThat(answer.text()).contains("event: deepgen.step").contains("event: image_generation.completed");
    }

    @Test
    void aFailureInAStreamIsItsLastEvent() {
        Answer answer = server.post(GENERATIONS, "{\"prompt\": \"please fail\", \"stream\": true}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("event: error\ndata: {\"error\":{").contains("generation_failed");
    }
}
