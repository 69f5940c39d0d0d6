// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.ProcessGroup.Backend;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.config.TrainConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Several processes train the model that one would. Where nothing is killed, threads stand for processes: Gloo does not
 * see the difference, and they start at once. No dropout then: LibTorch's own random stream is one to a process.
 */
@EnabledOnOs(OS.LINUX)
class DistributedRunTest {
    /** Order of summation only; Adam's first steps, all of one size, amplify it. */
    private static final double RELATIVE = 2e-4;

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... overrides) {
        List<String> all = new ArrayList<>(
                List.of("accumulation=4", "trainable=[connector]", "lora.dropout=0", "checkpoint.every=3"));
        all.addAll(List.of(overrides));
        return RunOfSmoke.config(all.toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<Future<Boolean>> train(
            int world, IntFunction<TrainConfig> config, Path run, boolean resume, IntFunction<BooleanSupplier> stop)
            throws IOException {
        int port = freePort();
        List<Future<Boolean>> ranks = new ArrayList<>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int rank = 0; rank < world; rank++) {
                int number = rank;
                var rendezvous =
                        new ProcessGroup.Rendezvous("127.0.0.1", port, false, rank, world, Duration.ofMinutes(10));
                ranks.add(threads.submit(() -> {
                    try (ProcessGroup group = ProcessGroup.join(rendezvous, Backend.GLOO)) {
                        return Training.run(
                                config.apply(number),
                                run,
                                resume,
                                group,
                                EngineAccess.NONE,
                                _ -> {},
                                stop.apply(number));
                    }
                }));
            }
        }
        return ranks;
    }

    private static void train(int world, TrainConfig config, Path run, boolean resume) throws IOException {
        List<Future<Boolean>> ranks = train(world, _ -> config, run, resume, _ -> () -> false);
        assertThat(ranks.stream()
                        .filter(rank -> rank.state() == Future.State.FAILED)
                        .map(Future::exceptionNow))
                .isEmpty();
        assertThat(ranks).allSatisfy(rank -> assertThat(rank.resultNow()).isTrue());
    }

    private static List<double[]> numbers(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> new JsonMapper().readTree(line))
                .map(line -> new double[] {
                    line.get("step").asDouble(),
                    line.get("loss").asDouble(),
                    line.get("loss_text2image").asDouble(),
                    line.get("loss_image2image").asDouble(),
                    line.get("grad_norm").asDouble()
                })
                .toList();
    }

    private static void assertClose(Path run, Path other) throws IOException {
        List<double[]> expected = numbers(other);
        assertThat(numbers(run)).hasSameSizeAs(expected).zipSatisfy(expected, (a, b) -> {
            for (int i = 0; i < b.length; i++) {
                assertThat(a[i]).isCloseTo(b[i], within(RELATIVE * Math.abs(b[i])));
            }
        });
    }

    private static byte[] optimizer(Path run, int step) {
        return RunOfSmoke.files(run.resolve("checkpoints/step-%06d".formatted(step)))
                .get("optimizer.safetensors");
    }

    @Test
    void fourProcessesTrainAsOneWhateverIsSharded() throws IOException {
        Path one = folder.resolve("one");
        RunOfSmoke.train(config("steps=3"), one, false);
        for (int zero = 0; zero <= 2; zero++) {
            Path run = folder.resolve("zero" + zero);
            TrainConfig config =
                    config("steps=3", "distributed.zero=" + zero); // of which two, since rates depend on it
            assertThat(train(4, _ -> config, run, false, _ -> afterStep(2)))
                    .allSatisfy(rank -> assertThat(rank.resultNow()).isFalse());
            assertThat(optimizer(run, 2)).isEqualTo(optimizer(folder.resolve("zero0"), 2));
        }
        Path resumed = folder.resolve("zero2");
        train(2, config("steps=3", "distributed.zero=1"), resumed, true);
        assertClose(resumed, one);
        assertThat(names(resumed)).isEqualTo(names(one));
        assertThat(RunOfSmoke.files(resumed.resolve("model")).keySet())
                .isEqualTo(RunOfSmoke.files(one.resolve("model")).keySet());
    }

    /** With ZeRO-2 gradients are summed after every micro-batch, here the second of each process, too. */
    @Test
    void twoMicroBatchesOfTwoProcessesTrainAsFourOfOne() throws IOException {
        String[] overrides = {"steps=2", "trainable=[connector, transformer]"};
        Path one = folder.resolve("one");
        RunOfSmoke.train(config(overrides), one, false);
        for (int zero : new int[] {0, 2}) {
            Path run = folder.resolve("zero" + zero);
            train(2, config(overrides[0], overrides[1], "distributed.zero=" + zero), run, false);
            assertClose(run, one);
            assertParametersClose(run, one);
        }
        assertClose(folder.resolve("zero2"), folder.resolve("zero0"));
    }

    /** All parameters together: some have gradients of rounding noise, of which Adam makes whole steps. */
    private static void assertParametersClose(Path run, Path other) {
        String file = "checkpoints/step-000002/optimizer.safetensors";
        double difference = 0;
        double length = 0;
        try (var _ = Scope.open();
                Safetensors found = Safetensors.open(run.resolve(file));
                Safetensors expected = Safetensors.open(other.resolve(file))) {
            assertThat(found.names()).isEqualTo(expected.names()).anyMatch(name -> name.contains("lora_A"));
            for (String name : expected.names()) {
                if (name.startsWith("parameter.")) {
                    Tensor wanted = expected.tensor(name);
                    difference += found.tensor(name).sub(wanted).square().sum().item();
                    length += wanted.square().sum().item();
                }
            }
        }
        assertThat(Math.sqrt(difference / length)).isLessThan(RELATIVE);
    }

    private static BooleanSupplier afterStep(int step) {
        AtomicInteger calls = new AtomicInteger();
        return () -> calls.incrementAndGet() == step;
    }

    private static List<String> names(Path run) {
        try (var file = Safetensors.open(run.resolve("checkpoints/step-000003/optimizer.safetensors"))) {
            return List.copyOf(file.names());
        }
    }

    @Test
    void stopOfOneStopsAllAtTheSameStep() throws IOException {
        Path run = folder.resolve("run");
        TrainConfig config = config("steps=3", "accumulation=2", "checkpoint.every=3");
        assertThat(train(2, _ -> config, run, false, rank -> () -> rank == 1))
                .allSatisfy(rank -> assertThat(rank.get()).isFalse());
        assertThat(run.resolve("checkpoints/step-000001")).isDirectory();
        assertThat(numbersOfSteps(run)).isEqualTo(1);
    }

    private static int numbersOfSteps(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).size();
    }

    @Test
    void differentConfigurationsAreRefused() throws IOException {
        Path run = folder.resolve("run");
        assertThat(train(2, rank -> config("steps=" + (2 + rank)), run, false, _ -> () -> false))
                .allSatisfy(rank -> assertThatThrownBy(rank::get)
                        .hasMessageContaining("configuration expected the same")
                        .hasMessageContaining("steps: 3"));
        assertThat(run).doesNotExist();
    }

    /** Real processes, as torchrun starts them: a complete run, then one that loses a process. */
    @Test
    void killedProcessEndsTheOthersAndTheRunGoesOn() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        String[] overrides = {
            "accumulation=2", "steps=500", "checkpoint.every=1", "checkpoint.keep=500", "distributed.zero=1"
        };
        int port = freePort();
        Path output = folder.resolve("output0");
        Process first = RunOfSmoke.startRank(0, 2, port, run, output, overrides);
        Process second = RunOfSmoke.startRank(1, 2, port, run, folder.resolve("output1"), overrides);
        try {
            while (first.isAlive()
                    && second.isAlive()
                    && !Files.readString(output).contains("step 2 saved")) {
                Thread.sleep(20);
            }
            second.destroyForcibly();
            assertThat(first.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            first.destroyForcibly();
            second.destroyForcibly();
        }
        assertThat(first.exitValue()).isNotZero();
        assertThat(Files.readString(output))
                .contains("shared by 2 processes")
                .contains("rank 0 of 2")
                .contains("another process has ended");
        Path one = folder.resolve("one");
        RunOfSmoke.train(RunOfSmoke.config("accumulation=2", "steps=500"), one, false, afterStep(2));
        List<double[]> expected = numbers(one);
        assertThat(numbers(run).subList(0, 2))
                .zipSatisfy(expected, (a, b) -> assertThat(a[1]).isCloseTo(b[1], within(RELATIVE * b[1])));
        int last = numbersOfSteps(run);
        assertThat(RunOfSmoke.train(RunOfSmoke.config("accumulation=2", "steps=" + (last + 1)), run, true))
                .isTrue();
    }
}
