// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several processes, for which threads stand, draw, compare and learn as one would. */
@EnabledOnOs(OS.LINUX)
class DistributedRlTest {
    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void anyNumberOfProcessesComesToTheSame() throws IOException {
        train(1);
        Map<String, float[]> expected = gradients(1);
        assertThat(expected).isNotEmpty();
        for (int world : new int[] {2, 4}) {
            train(world);
            assertThat(distance(gradients(world), expected))
                    .as(world + " processes")
                    .isLessThanOrEqualTo(1e-5);
            List<JsonNode> lines = flight(world);
            for (String part : List.of("reward", "rewards", "advantages")) {
                assertThat(lines.getFirst().get(part))
                        .isEqualTo(flight(1).getFirst().get(part));
            }
        }
    }

    private Path run(int world) {
        return folder.resolve("run" + world);
    }

    private void train(int world) throws IOException {
        TrainConfig config = TrainConfigFile.read(
                Path.of("../configs/smoke-rl.yaml"),
                List.of(
                        "accumulation=4",
                        "steps=1",
                        "validate.every=9",
                        "objective.held_out=null",
                        "objective.sft=null",
                        "objective.rollout.images=2",
                        "objective.rollout.together=2"));
        int port = freePort();
        List<Future<Boolean>> ranks = new ArrayList<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int rank = 0; rank < world; rank++) {
                var rendezvous =
                        new ProcessGroup.Rendezvous("127.0.0.1", port, false, rank, world, Duration.ofMinutes(10));
                ranks.add(threads.submit(() -> {
                    try (ProcessGroup group = ProcessGroup.join(rendezvous, Backend.GLOO)) {
                        return Training.run(config, run(world), false, group, EngineAccess.NONE, _ -> {}, () -> false);
                    }
                }));
            }
        }
        assertThat(ranks.stream()
                        .filter(rank -> rank.state() == Future.State.FAILED)
                        .map(Future::exceptionNow))
                .isEmpty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<JsonNode> flight(int world) throws IOException {
        return Files.readAllLines(run(world).resolve("flight.jsonl")).stream()
                .map(new JsonMapper()::readTree)
                .toList();
    }

    /** Adam's first moments after one update: a tenth of the gradients. */
    private Map<String, float[]> gradients(int world) {
        Map<String, float[]> moments = new LinkedHashMap<>();
        try (var _ = Scope.open();
                Safetensors file =
                        Safetensors.open(run(world).resolve("checkpoints/step-000001/optimizer.safetensors"))) {
            for (String name : file.names()) {
                if (name.startsWith("exp_avg.")) {
                    moments.put(name, file.tensor(name).toFloats());
                }
            }
        }
        return moments;
    }

    /** Relative L2 distance over all parameters. */
    private static double distance(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        double difference = 0;
        double length = 0;
        for (String name : expected.keySet()) {
            for (int i = 0; i < expected.get(name).length; i++) {
                difference += Math.pow(found.get(name)[i] - expected.get(name)[i], 2);
                length += Math.pow(expected.get(name)[i], 2);
            }
        }
        return Math.sqrt(difference / length);
    }
}
