// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.MultipartBody;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import io.github.deepgen4j.server.engine.EngineState;
import io.github.deepgen4j.server.queue.SqliteStore;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /deepgen/v1/images/ID/reproduce}: a picture drawn again, and whether it is the same. */
class ReproduceTest {
    private static final String JOBS = "/deepgen/v1/jobs";

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

    private JsonNode drawn(String fields) {
        return server.ended(id(server.post(JOBS, fields).json()));
    }

    private static String id(JsonNode node) {
        return node.get("id").stringValue();
    }

    private static JsonNode image(JsonNode job, int number) {
        return job.get("images").stream().toList().get(number);
    }

    private Answer ask(JsonNode image) {
        return server.send(HttpRequest.newBuilder(server.uri("/deepgen/v1/images/" + id(image) + "/reproduce"))
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private JsonNode reproduced(JsonNode image) {
        Answer answer = ask(image);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo(JOBS + "/" + id(answer.json()));
        JsonNode job = server.ended(id(answer.json()));
        assertThat(job.get("reproduces").get("image").stringValue()).isEqualTo(id(image));
        return job;
    }

    private static String result(JsonNode job) {
        return job.get("reproduces").get("result").stringValue();
    }

    /** Removes the job of a picture, as its age does, and keeps the picture. */
    private void forget(JsonNode job) {
        server.close();
        try (var store = new SqliteStore(folder.resolve("deepgen.db"), _ -> {})) {
            store.delete(id(job));
        }
        server = new TestServer(folder);
    }

    @Test
    void eachSettingOfThePictureIsTakenAgain() {
        JsonNode job = drawn("{\"prompt\": \"a pear\", \"n\": 2, \"seed\": \"18446744073709551615\", \"steps\": 3,"
                + " \"size\": \"96x64\", \"guidance\": 3, \"negative_prompt\": \"blue\", \"speed\": \"fast\","
                + " \"skip_layers\": {\"layers\": [2]}, \"reference_draw\": \"mode\"}");
        JsonNode again = reproduced(image(job, 1));
        assertThat(result(again)).isEqualTo("identical");
        JsonNode expected = job.get("request").put("n", 1).put("seed", "0");
        assertThat(again.get("request")).isEqualTo(expected);
        assertThat(job.get("reproduces").isNull()).isTrue();
    }

    @Test
    void editsAreMadeFromTheSameImages() {
        byte[] first = Image.of(8, 8, new byte[3 * 8 * 8]).png(Map.of());
        byte[] second = Image.of(16, 8, new byte[3 * 16 * 8]).png(Map.of());
        Answer taken = server.send(new MultipartBody()
                .text("prompt", "an apple")
                .file("image[]", "a", first)
                .file("image[]", "b", second)
                .file("mask", "c", first)
                .to(HttpRequest.newBuilder(server.uri(JOBS))));
        JsonNode job = server.ended(id(taken.json()));
        JsonNode again = reproduced(image(job, 0));
        assertThat(again.get("kind").stringValue()).isEqualTo("edit");
        assertThat(again.get("request")).isEqualTo(job.get("request"));
        assertThat(result(again)).isEqualTo("identical");
    }

    @Test
    void otherBytesAndOtherPixelsAreToldApart() {
        JsonNode job = drawn("{\"prompt\": \"a pear\", \"steps\": 2}");
        server.engine().version("another");
        assertThat(result(reproduced(image(job, 0)))).isEqualTo("same_pixels");
        server.engine().light("dim");
        JsonNode different = reproduced(image(job, 0));
        assertThat(result(different)).isEqualTo("different");
        server.send(HttpRequest.newBuilder(server.uri("/deepgen/v1/images/" + id(image(job, 0))))
                .DELETE());
        assertThat(result(server.get(JOBS + "/" + id(different)).json()))
                .as("the comparison outlives the picture")
                .isEqualTo("different");
    }

    @Test
    void nothingIsComparedBeforeThePictureIsThere() {
        JsonNode job = server.post(JOBS, "{\"prompt\": \"gate\", \"steps\": 2}").json();
        server.engine().permit(2);
        JsonNode ended = server.ended(id(job));
        JsonNode again = ask(image(ended, 0)).json();
        assertThat(again.get("reproduces").get("result").isNull()).isTrue();
        server.engine().permit(2);
        assertThat(result(server.ended(id(again)))).isEqualTo("identical");
    }

    @Test
    void aPictureWhoseJobHasGoneIsDrawnFromItsRecipe() {
        JsonNode job = drawn("{\"prompt\": \"a pear\", \"steps\": 3, \"seed\": 9, \"guidance\": 2.5}");
        forget(job);
        assertThat(server.get(JOBS + "/" + id(job)).status()).isEqualTo(404);
        assertThat(result(reproduced(image(job, 0)))).isEqualTo("identical");
    }

    @Test
    void anEditWhoseImagesHaveGoneIsRefused() {
        byte[] png = Image.of(8, 8, new byte[3 * 8 * 8]).png(Map.of());
        Answer taken = server.send(new MultipartBody()
                .text("prompt", "an apple")
                .file("image", "a", png)
                .to(HttpRequest.newBuilder(server.uri(JOBS))));
        JsonNode job = server.ended(id(taken.json()));
        forget(job);
        Answer answer = ask(image(job, 0));
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.code()).isEqualTo("expired");
        assertThat(answer.text()).contains("--keep-jobs");
    }

    @Test
    void aFileThatHasGoneIsRefused() throws Exception {
        JsonNode job = drawn("{\"prompt\": \"a pear\", \"steps\": 2}");
        try (var files = Files.walk(folder.resolve("images"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThat(ask(image(job, 0)).code()).isEqualTo("expired");
    }

    @Test
    void otherWeightsAreRefusedAndOnesThatAreLoadedAreWaitedFor() {
        JsonNode job = drawn("{\"prompt\": \"a pear\", \"steps\": 2}");
        server.engine().fingerprint("fedcba9876543210");
        Answer others = ask(image(job, 0));
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.code()).isEqualTo("model_not_found");
        assertThat(others.text()).contains("0123456789abcdef", "fedcba9876543210", "-m");
        server.engine().phase(EngineState.Phase.LOADING);
        assertThat(ask(image(job, 0)).code()).isEqualTo("model_loading");
    }

    @Test
    void whatIsNotThereAndWhatIsTooMuchIsRefused() {
        JsonNode job = drawn("{\"prompt\": \"a pear\", \"steps\": 2}");
        String path = "/deepgen/v1/images/" + id(image(job, 0)) + "/reproduce";
        assertThat(server.post(path, "{\"steps\": 3}").code()).isEqualTo("invalid_value");
        assertThat(server.get(path).status()).isEqualTo(405);
        assertThat(server.post("/deepgen/v1/images/img_none/reproduce", "").code())
                .isEqualTo("not_found");
    }
}
