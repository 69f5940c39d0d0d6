// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.ServerOptions;
import io.github.deepgen4j.server.engine.ModelEngine;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Spring AI's own client of OpenAI's API, as it comes, against a real server with the embedded model. */
class SpringAiClientTest {
    @TempDir
    private Path folder;

    private DeepGenServer server;

    @BeforeEach
    void start() {
        server = new DeepGenServer(
                ServerOptions.of("test", folder).withPort(0), List.of(new ModelEngine("nano", DeepGen.nano())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private OpenAiImageModel client() {
        return OpenAiImageModel.builder()
                .options(OpenAiImageOptions.builder()
                        .baseUrl(server.url() + "/v1")
                        .apiKey("any")
                        .build())
                .build();
    }

    @Test
    void itDrawsWithItsDefaults() {
        var drawn = client().call(new ImagePrompt("a red circle"));
        byte[] file = Base64.getDecoder().decode(drawn.getResult().getOutput().getB64Json());
        assertThat(Image.read(file, "answer").width()).isEqualTo(64);
    }

    @Test
    void itDrawsSeveralOfASize() {
        var options = OpenAiImageOptions.builder()
                .n(2)
                .width(32)
                .height(64)
                .quality("low")
                .responseFormat("b64_json")
                .user("somebody")
                .build();
        var drawn = client().call(new ImagePrompt("a red circle", options));
        assertThat(drawn.getResults()).extracting(ImageGeneration::getOutput).hasSize(2);
    }

    @Test
    void itIsToldWhatIsWrong() {
        var options = OpenAiImageOptions.builder().width(65).height(64).build();
        assertThatThrownBy(() -> client().call(new ImagePrompt("a red circle", options)))
                .hasMessageContaining("the nearest is 64x64");
    }
}
