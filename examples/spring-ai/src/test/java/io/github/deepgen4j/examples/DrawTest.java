// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.server.DeepGenServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

class DrawTest {
    @TempDir
    private Path folder;

    @Test
    void theEditIsWritten() throws Exception {
        Draw.main(new String[] {folder.toString()});
        assertThat(ImageIO.read(folder.resolve("green.png").toFile()).getWidth()).isEqualTo(64);
    }

    @Test
    void theServerDraws() throws Exception {
        String[] args = {
            folder.toString(),
            "--deepgen.server.enabled=true",
            "--deepgen.server.port=0",
            "--deepgen.server.data=" + folder.resolve("data")
        };
        try (var program = SpringApplication.run(Draw.class, args);
                var http = HttpClient.newHttpClient()) {
            URI uri = URI.create(program.getBean(DeepGenServer.class).url() + "/v1/images/generations");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\": \"a red circle\", \"steps\": 2}"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).body()).contains("b64_json");
        }
    }
}
