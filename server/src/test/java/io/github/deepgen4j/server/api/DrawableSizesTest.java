// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.http.Problem;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes that are drawn, and those that take the place of others. */
class DrawableSizesTest {
    private static final DrawableSizes SIZES = new DrawableSizes(16, 256, Long.MAX_VALUE);

    @ParameterizedTest
    @CsvSource({
        "64x64, 64x64",
        "256x256, 256x256",
        "1024x1024, 256x256",
        "1792x1024, 256x144",
        "1024x1792, 144x256",
        "60x64, 64x64",
        "1x1, 16x16",
        "4096x1, 256x16",
        "250x100, 256x96"
    })
    void theLargestFittingOneOfTheShapeIsDrawn(String asked, String drawn) {
        assertThat(SIZES.fit(Size.parse(asked))).isEqualTo(Size.parse(drawn));
    }

    @Test
    void whateverIsAskedForWhatFitsCanBeDrawn() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            var sizes = new DrawableSizes(16, 16 * (1 + random.nextInt(99)), 256L * (1 + random.nextInt(9999)));
            Size fitting = sizes.fit(new Size(1 + random.nextInt(1 << 16), 1 + random.nextInt(1 << 16)));
            sizes.require(fitting);
            assertThat(sizes.fit(fitting)).isEqualTo(fitting);
        }
    }

    @Test
    void othersAreRefusedWithTheNearest() {
        assertThatThrownBy(() -> SIZES.require(Size.parse("300x65")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("the nearest is 256x64");
        assertThatThrownBy(() -> new DrawableSizes(16, 256, 4096).require(Size.parse("64x80")))
                .hasMessageContaining("at most 4096 pixels for this key");
    }

    @Test
    void answersSayWhatWasAskedFor(@TempDir Path folder) {
        try (var server =
                new TestServer(folder, options -> options.withApi(options.api().withFitSizes(true)))) {
            JsonNode answer = server.post(
                            "/v1/images/generations", "{\"prompt\": \"x\", \"steps\": 1, \"size\": \"1792x1024\"}")
                    .json();
            assertThat(answer.get("size").stringValue()).isEqualTo("256x144");
            assertThat(answer.get("deepgen").get("asked_size").stringValue()).isEqualTo("1792x1024");
            JsonNode same = server.post(
                            "/v1/images/generations", "{\"prompt\": \"x\", \"steps\": 1, \"size\": \"64x64\"}")
                    .json();
            assertThat(same.get("deepgen").has("asked_size")).isFalse();
            JsonNode job = server.post(
                            "/deepgen/v1/jobs", "{\"prompt\": \"x\", \"steps\": 1, \"width\": 999, \"height\": 999}")
                    .json();
            assertThat(job.get("request").get("size").stringValue()).isEqualTo("256x256");
            assertThat(job.get("request").get("asked_size").stringValue()).isEqualTo("999x999");
            JsonNode a1111 = server.post(
                            "/sdapi/v1/txt2img", "{\"prompt\": \"x\", \"steps\": 1, \"width\": 1024, \"height\": 512}")
                    .json();
            assertThat(a1111.get("deepgen").get("asked_size").stringValue()).isEqualTo("1024x512");
        }
    }
}
