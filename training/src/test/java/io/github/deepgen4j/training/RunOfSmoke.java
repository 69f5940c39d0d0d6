// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.distributed.Launch;
import io.github.deepgen4j.training.distributed.ProcessLauncher;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.run.Metrics;
import io.github.deepgen4j.training.run.RunFolder;
import io.github.deepgen4j.training.run.TrainState;
import io.github.deepgen4j.training.run.Trainer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of {@code configs/smoke.yaml}, made smaller, in this process or in one of their own. */
public final class RunOfSmoke {
    public static final Path CONFIG = Path.of("../configs/smoke.yaml");

    private static final List<String> SMALL = List.of(
            "accumulation=1",
            "objective.data.batch=1",
            "objective.data.repeats=1",
            "objective.samples.prompts=[]",
            "learning_rate.warmup=1",
            "checkpoint.keep=9");

    private RunOfSmoke() {}

    public static TrainConfig config(String... overrides) {
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(List.of(overrides));
        return TrainConfigFile.read(CONFIG, all);
    }

    public static boolean train(TrainConfig config, Path run, boolean resume) {
        return train(config, run, resume, () -> false);
    }

    public static boolean train(TrainConfig config, Path run, boolean resume, BooleanSupplier stop) {
        return Training.run(config, run, resume, _ -> {}, stop);
    }

    /** The loop alone, over a model and an objective that stay the caller's to look at; leaves no finished model. */
    public static boolean train(
            TrainConfig config, Networks model, Objective objective, Path run, BooleanSupplier stop) {
        try (ProcessGroup alone = ProcessGroup.alone();
                RunFolder folder = new RunFolder(run, config);
                TrainState state = new TrainState(config, model, alone)) {
            folder.prepare(false);
            Turns all = new Turns(config.accumulation(), 0, 1);
            try (Metrics metrics = new Metrics(run, config, 0, _ -> {})) {
                return new Trainer(config, state, objective, all, folder.checkpoints(), metrics, stop).train(0);
            }
        }
    }

    /** The lines of {@code metrics.jsonl}, one for each step. */
    public static List<JsonNode> metrics(Path run) {
        try {
            return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                    .map(new JsonMapper()::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts or resumes the same as a process; what it says goes to {@code output}.
     *
     * @param fileBlocks largest size of a file in KiB, 0 for any
     */
    public static Process start(Path run, Path output, int fileBlocks, String... overrides) throws IOException {
        return start(Map.of(), run, output, fileBlocks, overrides);
    }

    /** A run as one of several processes of this machine. */
    public static Process startRank(int rank, int world, int port, Path run, Path output, String... overrides)
            throws IOException {
        Map<String, String> environment = Map.of(
                "RANK", Integer.toString(rank),
                "WORLD_SIZE", Integer.toString(world),
                "MASTER_ADDR", "127.0.0.1",
                "MASTER_PORT", Integer.toString(port));
        return start(environment, run, output, 0, overrides);
    }

    private static Process start(
            Map<String, String> environment, Path run, Path output, int fileBlocks, String... overrides)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(run.toString()));
        arguments.addAll(List.of(overrides));
        String limit = fileBlocks == 0 ? "" : "ulimit -f " + fileBlocks + "; ";
        List<String> shell = new ArrayList<>(List.of("bash", "-c", limit + "exec \"$@\"", "bash"));
        shell.addAll(ProcessLauncher.thisProgram(RunOfSmoke.class, arguments));
        ProcessBuilder builder =
                new ProcessBuilder(shell).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The child: run folder, then overrides. */
    public static void main(String[] args) {
        String[] overrides = Arrays.copyOfRange(args, 1, args.length);
        Path run = Path.of(args[0]);
        TrainConfig config = config(overrides);
        boolean resume = Files.exists(run);
        Duration timeout = Duration.ofSeconds(config.distributed().timeoutSeconds());
        try (ProcessGroup group =
                Launch.join(System.getenv(), timeout, config.distributed().backend())) {
            Training.run(config, run, resume, group, EngineAccess.NONE, System.out::println, () -> false);
        }
    }

    /** Contents of all files below a folder by their path. */
    public static TreeMap<String, byte[]> files(Path folder) {
        TreeMap<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        folder.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}
