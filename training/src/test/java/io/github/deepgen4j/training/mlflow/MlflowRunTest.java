// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowRunTest {
    @TempDir
    private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();

    private MlflowRun run(URI uri, Map<String, String> params) {
        return new MlflowRun(new MlflowConfig(uri, "nano & co"), folder, params, said::add);
    }

    @Test
    void everythingArrivesOnceAndInBatches() throws IOException {
        Map<String, String> params = IntStream.range(0, 150)
                .boxed()
                .collect(Collectors.toMap(i -> "objective.p" + i, i -> "x".repeat(i == 3 ? 9000 : 1)));
        try (FakeMlflow server = FakeMlflow.start()) {
            try (MlflowRun run = run(server.uri(), params)) {
                for (int step = 1; step <= 1500; step++) {
                    run.log(step, Map.of("loss", 1.0 / step, "bad", Double.NaN, "psnr (dB)", 3.0));
                }
                run.ended(true);
            }
            assertThat(server.params()).hasSize(150);
            assertThat(server.params().get("objective.p3")).hasSize(500).endsWith("...");
            assertThat(server.metric("loss")).hasSize(1500).containsEntry(4, 0.25);
            assertThat(server.metric("psnr _dB_")).hasSize(1500);
            assertThat(server.metric("bad")).isEmpty();
            assertThat(server.with("metrics"))
                    .allMatch(body -> body.get("metrics").size() <= 1000)
                    .allMatch(body -> body.get("params").size() <= 100)
                    .hasSizeLessThan(10);
            assertThat(server.calls()).startsWith("experiments/get-by-name", "runs/create");
            assertThat(server.with("status").getLast().get("status").stringValue())
                    .isEqualTo("FINISHED");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void anExperimentIsCreatedAndAResumedRunGoesOnWithItsOwn() throws IOException {
        try (FakeMlflow server = FakeMlflow.start()) {
            server.failing(Map.of("experiments/get-by-name", 404));
            try (MlflowRun run = run(server.uri(), Map.of("steps", "2"))) {
                run.log(1, Map.of("loss", 1.0));
                run.ended(false);
            }
            assertThat(server.calls()).contains("experiments/create");
            assertThat(server.with("status").getLast().get("status").stringValue())
                    .isEqualTo("KILLED");
            try (MlflowRun run = run(server.uri(), Map.of("steps", "3"))) {
                run.log(2, Map.of("loss", 2.0));
            }
            assertThat(server.calls()).containsOnlyOnce("runs/create");
            assertThat(server.params()).containsExactly(Map.entry("steps", "2"));
            assertThat(server.metric("loss")).containsExactly(Map.entry(1, 1.0), Map.entry(2, 2.0));
            assertThat(server.with("status").getLast().get("status").stringValue())
                    .isEqualTo("FAILED");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void whatAnAbsentServerMissedIsSentLater() throws IOException {
        try (FakeMlflow server = FakeMlflow.start()) {
            server.failing(Map.of("runs/create", 503));
            try (MlflowRun run = run(server.uri(), Map.of("steps", "2"))) {
                run.log(1, Map.of("loss", 1.0));
                while (said.isEmpty()) {
                    Thread.onSpinWait();
                }
                server.failing(Map.of());
            }
            assertThat(server.metric("loss")).hasSize(1);
            assertThat(server.params()).hasSize(1);
        }
        assertThat(said).singleElement().asString().contains("training goes on", "503");
    }

    @Test
    void aRefusedBatchIsNotSentAgain() throws IOException {
        try (FakeMlflow server = FakeMlflow.start()) {
            server.failing(Map.of("runs/log-batch", 400));
            try (MlflowRun run = run(server.uri(), Map.of())) {
                run.log(1, Map.of("loss", 1.0));
                while (said.isEmpty()) {
                    Thread.onSpinWait();
                }
                server.failing(Map.of());
                run.log(2, Map.of("loss", 2.0));
            }
            assertThat(server.metric("loss")).containsOnlyKeys(2);
        }
        assertThat(said).hasSize(1);
    }

    @Test
    void configurationSaysWhatIsWrong() {
        assertThatThrownBy(() -> new MlflowConfig(URI.create("localhost:5000"), "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("uri expected http://HOST:PORT");
        assertThatThrownBy(() -> new MlflowConfig(URI.create("http://localhost:5000"), " "))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("experiment expected a name");
    }
}
