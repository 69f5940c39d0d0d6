// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.json.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture goes on in its middle after a restart, and nothing of it stays behind. */
class ResumeTest {
    private static final String GATED = "{\"prompt\": \"gate\", \"steps\": 12, \"n\": 2, \"seed\": 3}";

    @TempDir
    private Path folder;

    private TestServer server() {
        return new TestServer(folder, options -> options.withDrain(Duration.ZERO));
    }

    private static void awaitSteps(TestServer server, int steps) throws InterruptedException {
        server.engine().permit(steps);
        while (server.engine().steps().size() < steps) {
            Thread.sleep(10);
        }
    }

    private long checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            return files.count();
        }
    }

    @Test
    void atMostFiveStepsAreRepeated() throws Exception {
        String job;
        try (var first = server()) {
            job = first.post("/deepgen/v1/jobs", GATED).json().get("id").stringValue();
            awaitSteps(first, 7);
        }
        assertThat(checkpoints()).isEqualTo(1);
        try (var second = server()) {
            second.engine().permit(100);
            JsonNode ended = second.ended(job);
            assertThat(ended.get("status").stringValue()).isEqualTo("succeeded");
            assertThat(ended.get("attempt").intValue()).isEqualTo(2);
            assertThat(second.engine().steps()).hasSize(7 + 12).startsWith("gate 0 6", "gate 0 7");
        }
        assertThat(checkpoints()).isZero();
    }

    @Test
    void aDamagedCheckpointOrOneOfAnotherImageIsLeftAlone() throws Exception {
        String job;
        try (var first = server()) {
            job = first.post("/deepgen/v1/jobs", GATED).json().get("id").stringValue();
            awaitSteps(first, 7);
        }
        Files.writeString(folder.resolve("checkpoints").resolve(job), "?");
        Files.writeString(folder.resolve("checkpoints").resolve("job_gone"), "?");
        try (var second = server()) {
            assertThat(checkpoints()).isEqualTo(1);
            awaitSteps(second, 12 + 3); // in the second image, whose first checkpoint is not reached
        }
        try (var third = server()) {
            third.engine().permit(100);
            assertThat(third.ended(job).get("status").stringValue()).isEqualTo("succeeded");
            assertThat(third.engine().steps()).hasSize(12).startsWith("gate 1 1");
        }
    }

    @Test
    void aCancelledJobLeavesNone() throws Exception {
        try (var server = server()) {
            String job = server.post("/deepgen/v1/jobs", GATED).json().get("id").stringValue();
            awaitSteps(server, 7);
            server.post("/deepgen/v1/jobs/" + job + "/cancel", "");
            server.ended(job);
            assertThat(checkpoints()).isZero();
        }
    }
}
