// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.data.SampleWriter;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.run.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end in the middle of their work leave a run that goes on as if nothing had happened. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledRunTest {
    @TempDir
    Path folder;

    /** Killed within a step and within a checkpoint, over files of which one is no image. */
    @Test
    void killedRunsEndAsTheUninterruptedOne() throws IOException, InterruptedException {
        String[] overrides = {
            "steps=6",
            "checkpoint.every=2",
            "trainable=[connector]",
            "objective.data={type: files, files: " + filesOfWhichOneIsBad() + "}"
        };
        TrainConfig config = RunOfSmoke.config(overrides);
        Path whole = folder.resolve("whole");
        RunOfSmoke.train(config, whole, false);
        for (String moment : List.of("step 4 saved", "partial-step-000004")) {
            Path run = folder.resolve(moment);
            assertThat(kill(run, moment, overrides)).contains("skipped: ");
            assertThat(lastStep(run)).isIn(2, 4);
            List<String> said = new CopyOnWriteArrayList<>();
            assertThat(Training.run(config, run, true, said::add, () -> false)).isTrue();
            assertThat(said).anyMatch(line -> line.startsWith("skipped: "));
            assertThat(losses(run)).hasSize(6).isEqualTo(losses(whole));
            assertSame(run.resolve("model"), whole.resolve("model"));
            assertSame(run.resolve("checkpoints"), whole.resolve("checkpoints"));
        }
    }

    private static void assertSame(Path one, Path other) {
        Map<String, byte[]> files = RunOfSmoke.files(one);
        Map<String, byte[]> others = RunOfSmoke.files(other);
        assertThat(files.keySet()).isEqualTo(others.keySet());
        files.forEach((name, content) ->
                assertThat(Arrays.equals(content, others.get(name))).as(name).isTrue());
    }

    /** Micro-batches of two, in turn of three images that stay as they are and twice of three prompts. */
    private Path filesOfWhichOneIsBad() throws IOException {
        Path data = folder.resolve("data");
        new SampleWriter(data, 64)
                .write(new ShapeWorldData(Map.of(Category.SINGLE, 1.0)).numbered(1), 3, () -> false, _ -> {});
        Path image = data.resolve("pictures/000/000001.png");
        Files.write(image, Arrays.copyOf(Files.readAllBytes(image), 100));
        Path mix = data.resolve("data.yaml");
        Files.writeString(mix, Files.readString(mix).replace("batch: 4", "batch: 2"));
        return mix;
    }

    /**
     * @param moment a part of the output, or the name of a checkpoint being written
     * @return the output
     */
    private String kill(Path run, String moment, String... overrides) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = RunOfSmoke.start(run, output, 0, overrides);
        while (process.isAlive()
                && !Files.readString(output).contains(moment)
                && !Files.exists(run.resolve("checkpoints").resolve(moment))) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        assertThat(process.exitValue()).as(Files.readString(output)).isNotZero();
        return Files.readString(output);
    }

    private static List<Double> losses(Path run) {
        return RunOfSmoke.metrics(run).stream()
                .map(step -> step.get("loss").asDouble())
                .toList();
    }

    /** A limit on the size of files fails in the middle of a write, as a full disk does. */
    @Test
    void failedWriteLeavesTheCheckpointsBefore() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        Path output = folder.resolve("output");
        RunOfSmoke.train(RunOfSmoke.config("steps=1"), run, false);
        var before = RunOfSmoke.files(run.resolve("checkpoints"));
        int blocks = before.get("step-000001/optimizer.safetensors").length / 2 / 1024;
        Process process = RunOfSmoke.start(run, output, blocks, "steps=40", "checkpoint.every=1");
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(output))
                .contains("step-000002 cannot be written")
                .contains("optimizer.safetensors")
                .contains("earlier checkpoints are intact");
        assertThat(RunOfSmoke.files(run.resolve("checkpoints")).keySet()).isEqualTo(before.keySet());
        assertThat(RunOfSmoke.train(RunOfSmoke.config("steps=2"), run, true)).isTrue();
        assertThat(lastStep(run)).isEqualTo(2);
    }

    private static int lastStep(Path run) {
        Checkpoints checkpoints = new Checkpoints(run.resolve("checkpoints"), RunOfSmoke.config());
        String name = checkpoints.saved().getLast().getFileName().toString();
        return Integer.parseInt(name.substring("step-".length()));
    }
}
