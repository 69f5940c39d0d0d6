// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.TestServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log tells who asked for what and what became of it, and no more of the words than it may. */
class AuditLogTest {
    @TempDir
    private Path folder;

    private List<JsonNode> lines() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("audit"))) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d[.]jsonl");
            return Files.readAllLines(file).stream().map(Json::read).toList();
        }
    }

    private Answer draw(Optional<AuditLog.Prompts> prompts) {
        try (var server = new TestServer(folder, options -> options.withAudit(prompts))) {
            return server.post(
                    "/v1/images/generations",
                    "{\"prompt\": \"an apple\", \"negative_prompt\": \"a pear\", \"steps\": 2}",
                    "X-Request-Id",
                    "asked-1");
        }
    }

    @Test
    void aJobHasALineForItsBeginningAndItsEnd() throws IOException {
        Answer answer = draw(Optional.of(AuditLog.Prompts.FULL));
        JsonNode image =
                answer.json().get("data").stream().findFirst().orElseThrow().get("deepgen");
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("job").stringValue()).isEqualTo(answer.header("X-DeepGen-Job"));
            assertThat(line.get("request_id").stringValue()).isEqualTo("asked-1");
            assertThat(line.get("key").stringValue()).isEqualTo("local");
        });
        JsonNode submitted = lines.getFirst();
        assertThat(submitted.get("action").stringValue()).isEqualTo("submitted");
        assertThat(submitted.get("address").stringValue()).isEqualTo("127.0.0.1");
        assertThat(submitted.get("request").get("prompt").stringValue()).isEqualTo("an apple");
        assertThat(submitted.get("request").get("seed").stringValue())
                .isEqualTo(image.get("seed").stringValue());
        assertThat(lines.getLast().get("outcome").stringValue()).isEqualTo("succeeded");
        assertThat(lines.getLast().get("pictures").stream().map(JsonNode::stringValue))
                .containsExactly(image.get("sha256").stringValue());
    }

    @Test
    void promptsMayBeHashedOrLeftOut() throws IOException {
        draw(Optional.of(AuditLog.Prompts.HASH));
        draw(Optional.of(AuditLog.Prompts.NONE));
        List<JsonNode> lines = lines();
        assertThat(lines.toString()).doesNotContain("apple", "pear");
        JsonNode hashed = lines.getFirst().get("request");
        assertThat(hashed.get("prompt_sha256").stringValue())
                .isEqualTo(Digest.sha256("an apple".getBytes(StandardCharsets.UTF_8)));
        assertThat(lines.get(2).get("request").propertyNames()).noneMatch(name -> name.contains("prompt"));
    }

    @Test
    void thereNeedBeNone() {
        draw(Optional.empty());
        assertThat(folder.resolve("audit")).doesNotExist();
    }
}
