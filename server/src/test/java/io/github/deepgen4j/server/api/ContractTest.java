// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.DeepGenServer;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code openapi.json} says what the server does: all its routes, and the shape of what it answers. */
class ContractTest {
    private static final JsonNode CONTRACT = Json.read(DeepGenServer.contract());
    private static final JsonNode SCHEMAS = CONTRACT.get("components").get("schemas");

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

    private static void requireValid(String schema, JsonNode value) {
        assertThat(new Schema(SCHEMAS).faults(SCHEMAS.get(schema), value, "$")).isEmpty();
    }

    @Test
    void everyRouteIsInTheContractAndNoOther() {
        var written = new TreeSet<String>();
        CONTRACT.get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, _) -> {
                    if (!method.equals("parameters")) {
                        written.add(method.toUpperCase(Locale.ROOT) + " " + path);
                    }
                }));
        assertThat(server.routes()).containsExactlyElementsOf(written);
    }

    @Test
    void answersHaveTheShapeOfTheContract() {
        String request = "{\"prompt\": \"an apple\", \"n\": 2, \"steps\": 3, \"user\": \"u\", \"style\": \"vivid\"}";
        requireValid("GenerationRequest", Json.read(request));
        requireValid("Images", server.post("/v1/images/generations", request).json());
        requireValid("Models", server.get("/v1/models").json());
        requireValid("Model", server.get("/v1/models/dall-e-3").json());
        JsonNode job = server.post("/deepgen/v1/jobs", request.replace("}", ", \"kind\": \"generate\"}"))
                .json();
        requireValid("Job", job);
        requireValid("Job", server.ended(job.get("id").stringValue()));
        requireValid("JobList", server.get("/deepgen/v1/jobs?limit=1").json());
        requireValid(
                "Estimate", server.post("/deepgen/v1/jobs/estimate", request).json());
        requireValid("PictureList", server.get("/deepgen/v1/images").json());
        requireValid("Health", server.get("/health").json());
        requireValid("Health", server.get("/ready").json());
    }

    @Test
    void refusalsHaveTheShapeOfTheContract() {
        List<Answer> refusals = List.of(
                server.post("/v1/images/generations", "{"),
                server.post("/v1/images/generations", "{\"prompt\": \"x\", \"step\": 1}"),
                server.post("/v1/images/generations", "{\"prompt\": \"please fail\"}"),
                server.get("/none"),
                server.get("/v1/images/generations"),
                server.get("/deepgen/v1/jobs/none"));
        refusals.forEach(answer -> requireValid("Error", answer.json()));
        JsonNode mistyped = Json.read("{\"prompt\": \"x\", \"step\": 1}");
        assertThat(new Schema(SCHEMAS).faults(SCHEMAS.get("GenerationRequest"), mistyped, "$"))
                .containsExactly("$.step: not known");
    }
}
