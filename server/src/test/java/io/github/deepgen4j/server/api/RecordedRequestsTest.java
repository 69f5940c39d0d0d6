// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.MultipartBody;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests in the shape in which programs send them (read in their sources, autumn 2026), and what they look for in the
 * answer: open-webui/open-webui routers/images.py, danny-avila/LibreChat OpenAIImageTools.js, n8n-io/n8n OpenAi/v2
 * actions/image, BerriAI/litellm image_edit, Mintplex-Labs/anything-llm LocalAI.
 */
class RecordedRequestsTest {
    private static final String GENERATIONS = "/v1/images/generations";
    private static final byte[] PNG = Image.of(32, 32, new byte[3 * 32 * 32]).png(Map.of());

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

    private static JsonNode first(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("data").stream().findFirst().orElseThrow();
    }

    private static byte[] file(Answer answer) {
        return Base64.getDecoder().decode(first(answer).get("b64_json").stringValue());
    }

    private static Answer edit(MultipartBody body) {
        return server.send(
                body.to(HttpRequest.newBuilder(server.uri("/v1/images/edits")).header("Authorization", "Bearer any")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Open WebUI, GPT Image  | {"model": "gpt-image-1", "prompt": "a pear", "n": 1, "size": "auto"}
        Open WebUI, other name | {"model": "dall-e-2", "prompt": "a pear", "n": 1, "response_format": "b64_json"}
        Open WebUI, parameters | {"model": "scripted", "prompt": "a pear", "n": 1, "steps": 4, "cfg_scale": 4.0}
        LibreChat              | {"model": "gpt-image-1", "prompt": "a pear", "n": 1, "background": "auto", \
        "output_format": "png", "quality": "auto", "size": "auto"}
        n8n, DALL-E            | {"prompt": "a pear", "model": "dall-e-3", "response_format": "b64_json", \
        "quality": "standard", "style": "vivid"}
        n8n, GPT Image         | {"prompt": "a pear", "model": "gpt-image-1", "quality": "medium", "n": 1}
        LiteLLM                | {"model": "gpt-image-1", "prompt": "a pear", "size": "auto", "user": "u"}
        """)
    void generationsAreDrawn(String program, String body) {
        assertThat(OutputFormat.of(file(server.post(GENERATIONS, body, "Authorization", "Bearer any")), program))
                .isEqualTo(OutputFormat.PNG);
    }

    /** Azure's form of the address, which Open WebUI and LibreChat can be set to. */
    @Test
    void aVersionInTheAddressChangesNothing() {
        assertThat(server.post(
                                GENERATIONS + "?api-version=2025-04-01-preview",
                                "{\"prompt\": \"a pear\"}",
                                "api-key",
                                "k")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void openWebUiFetchesAnAddressWithItsKey() {
        Answer answer = server.post(
                GENERATIONS,
                "{\"model\": \"dall-e-2\", \"prompt\": \"a pear\", \"n\": 1, \"response_format\": \"url\"}");
        HttpRequest.Builder get = HttpRequest.newBuilder(
                        server.uri(first(answer).get("url").stringValue()))
                .header("Authorization", "Bearer any");
        assertThat(server.send(get).header("Content-Type")).isEqualTo("image/png");
    }

    @Test
    void openWebUiEditsOneAndSeveral() {
        for (String part : List.of("image", "image[]")) {
            var body = new MultipartBody()
                    .text("model", "gpt-image-1")
                    .text("prompt", "make it green")
                    .text("n", "1")
                    .text("size", "auto")
                    .file(part, "image_0.png", PNG);
            assertThat(file(edit(part.equals("image") ? body : body.file(part, "image_1.png", PNG))))
                    .isNotEmpty();
        }
    }

    @Test
    void libreChatEdits() {
        var body = new MultipartBody()
                .text("model", "gpt-image-1")
                .text("prompt", "make it green")
                .text("quality", "auto")
                .text("size", "auto")
                .file("image[]", "upload.png", PNG);
        assertThat(file(edit(body))).isNotEmpty();
    }

    @Test
    void n8nEditsAndIsToldWhatHadNoEffect() {
        var body = new MultipartBody()
                .text("model", "gpt-image-1")
                .text("prompt", "make it green")
                .file("image[]", "data.png", PNG)
                .text("n", "1")
                .text("background", "auto")
                .text("input_fidelity", "high")
                .text("output_format", "webp")
                .text("output_compression", "90")
                .text("quality", "auto");
        Answer answer = edit(body);
        assertThat(OutputFormat.of(file(answer), "n8n")).isEqualTo(OutputFormat.WEBP);
        assertThat(answer.header("X-DeepGen-Ignored")).isEqualTo("input_fidelity");
    }

    /** LiteLLM names every image image.png, whatever it is. */
    @Test
    void liteLlmEditsAJpegThatIsCalledPng() {
        byte[] jpeg = Image.of(32, 32, new byte[3 * 32 * 32]).jpeg(90, Map.of());
        var body = new MultipartBody()
                .text("model", "gpt-image-1")
                .text("prompt", "make it green")
                .file("image[]", "image.png", jpeg);
        assertThat(file(edit(body))).isNotEmpty();
    }

    @Test
    void anythingLlmSendsReferencesAsPlainBase64() {
        String reference = Base64.getEncoder().encodeToString(PNG);
        for (String text : List.of(reference, "data:image/png;base64," + reference)) {
            Answer answer = server.post(
                    GENERATIONS,
                    "{\"model\": \"scripted\", \"prompt\": \"make it green\", \"n\": 1, \"ref_images\": [\"%s\"]}"
                            .formatted(text));
            assertThat(file(answer)).isNotEmpty();
            assertThat(answer.json()
                            .get("usage")
                            .get("input_tokens_details")
                            .get("image_tokens")
                            .longValue())
                    .isPositive();
        }
    }
}
