// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.openai.OpenAiImageModel;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.ServerOptions;
import io.github.deepgen4j.server.api.ApiOptions;
import io.github.deepgen4j.server.engine.ModelEngine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that speak OpenAI's API, against a real server with the embedded model: openai-java and langchain4j's. */
class ClientsTest {
    private static final String PROMPT = "a red circle";

    /** Images that take longer than the shortened time-outs of clients. */
    private static final int MANY = 4;

    private static final JsonValue STEPS = JsonValue.from(2);

    @TempDir
    private static Path folder;

    private static DeepGenServer server;
    private static OpenAIClient openai;

    @BeforeAll
    static void start() {
        var api = ApiOptions.DEFAULT.withPadding(Optional.of(Duration.ofMillis(200)), Duration.ofMillis(100));
        server = new DeepGenServer(
                ServerOptions.of("test", folder).withPort(0).withApi(api),
                List.of(new ModelEngine("nano", DeepGen.nano())));
        openai = client(Duration.ofMinutes(10), 2);
    }

    @AfterAll
    static void stop() {
        openai.close();
        server.close();
    }

    private static OpenAIClient client(Duration timeout, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.url() + "/v1")
                .apiKey("any")
                .timeout(timeout)
                .maxRetries(retries)
                .build();
    }

    private static ImageGenerateParams.Builder generation() {
        return ImageGenerateParams.builder()
                .model("gpt-image-1")
                .prompt(PROMPT)
                .putAdditionalBodyProperty("steps", STEPS);
    }

    private static byte[] drawn(ImagesResponse response) {
        return file(response.data().orElseThrow().getFirst().b64Json().orElseThrow());
    }

    private static byte[] file(String base64) {
        byte[] file = Base64.getDecoder().decode(base64);
        assertThat(io.github.deepgen4j.model.image.Image.read(file, "answer").width())
                .isEqualTo(64);
        return file;
    }

    private static JsonNode jobs() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server.url() + "/deepgen/v1/jobs?limit=100"))
                    .build();
            return Json.read(http.send(request, BodyHandlers.ofString()).body());
        }
    }

    // ---- openai-java ----

    @Test
    void openaiJavaGeneratesAndReadsWhatIsOurs() {
        ImagesResponse response = openai.images()
                .generate(generation()
                        .n(2)
                        .size(ImageGenerateParams.Size.AUTO)
                        .quality(ImageGenerateParams.Quality.AUTO)
                        .background(ImageGenerateParams.Background.AUTO)
                        .moderation(ImageGenerateParams.Moderation.AUTO)
                        .putAdditionalBodyProperty("user", JsonValue.from("somebody"))
                        .safetyIdentifier("somebody")
                        .putAdditionalBodyProperty("seed", JsonValue.from("18446744073709551615"))
                        .build());
        assertThat(response.data().orElseThrow()).hasSize(2);
        assertThat(drawn(response)).isNotEmpty();
        assertThat(response.usage().orElseThrow().totalTokens()).isPositive();
        assertThat(response._allProperties()).containsKey("deepgen");
        assertThat(response.data()
                        .orElseThrow()
                        .getFirst()
                        ._allProperties()
                        .get("deepgen")
                        .toString())
                .contains("18446744073709551615");
    }

    @Test
    void openaiJavaEditsOneAndTwoStreamsWithoutNames() {
        byte[] circle = drawn(openai.images().generate(generation().build()));
        ImageEditParams.Builder edit = ImageEditParams.builder()
                .model("gpt-image-1")
                .prompt("make the circle green")
                .putAdditionalBodyProperty("steps", STEPS);
        assertThat(drawn(openai.images()
                        .edit(edit.image(new ByteArrayInputStream(circle)).build())))
                .isNotEqualTo(circle);
        assertThat(openai.images()
                        .edit(edit.imageOfInputStreams(
                                        List.of(new ByteArrayInputStream(circle), new ByteArrayInputStream(circle)))
                                .build())
                        .data())
                .isPresent();
    }

    @Test
    void openaiJavaStreamsPartialImages() {
        try (var stream = openai.images()
                .generateStreaming(generation()
                        .partialImages(1)
                        .putAdditionalBodyProperty("steps", JsonValue.from(20))
                        .build())) {
            List<ImageGenStreamEvent> events = stream.stream().toList();
            assertThat(events.getLast().isGenerationCompleted()).isTrue();
            assertThat(file(events.getLast().asGenerationCompleted().b64Json())).isNotEmpty();
            assertThat(events.subList(0, events.size() - 1))
                    .allMatch(ImageGenStreamEvent::isGenerationPartialImage)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void openaiJavaTellsErrorsByTheirClass() {
        assertThatThrownBy(() ->
                        openai.images().generate(generation().size("65x64").build()))
                .isInstanceOfSatisfying(BadRequestException.class, e -> {
                    assertThat(e.code()).contains("invalid_size");
                    assertThat(e.param()).contains("size");
                });
        assertThatThrownBy(() ->
                        openai.images().generate(generation().model("nosuch").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
        assertThatThrownBy(() -> openai.images()
                        .generate(generation()
                                .putAdditionalBodyProperty("step", STEPS)
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("did you mean steps?");
    }

    @Test
    void retriesOfOpenaiJavaJoinTheirJob() throws Exception {
        OpenAIClient impatient = client(Duration.ofMillis(300), 30);
        try {
            var request = generation()
                    .n(MANY)
                    .putAdditionalBodyProperty("steps", JsonValue.from(50))
                    .putAdditionalBodyProperty("metadata", JsonValue.from(Map.of("test", "retries")))
                    .build();
            var response = impatient.images().withRawResponse().generate(request);
            assertThat(response.parse().data().orElseThrow()).hasSize(MANY);
            assertThat(response.headers().values("Idempotent-Replayed")).containsExactly("true");
        } finally {
            impatient.close();
        }
        assertThat(jobs().get("data").stream().filter(job -> job.toString().contains("retries")))
                .hasSize(1);
    }

    // ---- langchain4j over HTTP ----

    private static OpenAiImageModel.OpenAiImageModelBuilder langchain() {
        return OpenAiImageModel.builder()
                .baseUrl(server.url() + "/v1")
                .apiKey("any")
                .modelName("gpt-image-1");
    }

    @Test
    void langchain4jGeneratesAndEdits() throws IOException {
        OpenAiImageModel model = langchain().quality("low").build();
        Image circle = model.generate(PROMPT).content();
        assertThat(file(circle.base64Data())).isNotEmpty();
        assertThat(model.generate(PROMPT, 2).content()).hasSize(2);
        assertThat(file(model.edit(circle, "make the circle green").content().base64Data()))
                .isNotEmpty();
        Image mask = Image.builder().base64Data(transparent()).build();
        assertThat(file(model.edit(circle, mask, "make the circle green")
                        .content()
                        .base64Data()))
                .isNotEmpty();
    }

    private static String transparent() throws IOException {
        var file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB), "png", file);
        return Base64.getEncoder().encodeToString(file.toByteArray());
    }

    /** Its time-out is until the headers: padding keeps it waiting, as with 60 seconds before a picture of minutes. */
    @Test
    void langchain4jOutwaitsItsTimeout() {
        OpenAiImageModel model =
                langchain().timeout(Duration.ofMillis(900)).maxRetries(0).build();
        assertThat(model.generate("a blue square", MANY).content()).hasSize(MANY);
    }

    @Test
    void langchain4jSaysWhatIsWrong() {
        assertThatThrownBy(() -> langchain().size("65x64").build().generate(PROMPT))
                .hasMessageContaining("the nearest is 64x64");
    }
}
