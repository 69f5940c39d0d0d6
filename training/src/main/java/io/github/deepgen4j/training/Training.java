// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import io.github.deepgen4j.evaluation.answer.EngineAccess;
import io.github.deepgen4j.model.components.LoraTargets;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.LoraConfig;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.data.Turns;
import io.github.deepgen4j.training.nano.NanoInitialiser;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig.Setting;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.run.Checkpoints;
import io.github.deepgen4j.training.run.Metrics;
import io.github.deepgen4j.training.run.Reporter;
import io.github.deepgen4j.training.run.RunFolder;
import io.github.deepgen4j.training.run.SkippedSamples;
import io.github.deepgen4j.training.run.TrainState;
import io.github.deepgen4j.training.run.Trainer;
import io.github.deepgen4j.training.run.TrainingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Puts a run together from its configuration and lets it train. */
public final class Training {
    private Training() {}

    /**
     * Trains in this process alone; see {@link #run(TrainConfig, Path, boolean, ProcessGroup, EngineAccess,
     * Consumer, BooleanSupplier)}.
     */
    public static boolean run(
            TrainConfig config, Path run, boolean resume, Consumer<String> console, BooleanSupplier stopRequested) {
        try (ProcessGroup alone = ProcessGroup.alone()) {
            return run(config, run, resume, alone, EngineAccess.NONE, console, stopRequested);
        }
    }

    /**
     * Trains, and leaves the finished model in {@code <run>/model}, in the released layout, adapters merged.
     *
     * @param run folder that only rank 0 writes, and all read
     * @param resume continue the run's latest checkpoint
     * @param group the processes that share the micro-batches of each step; all are given the same arguments
     * @param engines that look at images, for objectives with rewards; not closed
     * @param console gets each line of {@code log.txt}, on rank 0; on others only those of samples that are skipped
     * @param stopRequested once true in any process, the current step is the last: a checkpoint is written and the run
     *     can be resumed
     * @return false if stopped before the last step; there is no finished model then
     */
    public static boolean run(
            TrainConfig config,
            Path run,
            boolean resume,
            ProcessGroup group,
            EngineAccess engines,
            Consumer<String> console,
            BooleanSupplier stopRequested) {
        Turns turns = new Turns(config.accumulation(), group.rank(), group.worldSize());
        requireSame("configuration", TrainConfigFile.write(config.withModel(Path.of(""))), group);
        try (RunFolder folder = new RunFolder(run, config)) {
            group.onRankZero(() -> folder.prepare(resume));
            Consumer<String> log = group.rank() == 0 ? line -> folder.say(line, console) : console;
            Consumer<String> once = group.rank() == 0 ? log : _ -> {};
            MemoryCheck.of(config, group, once);
            config.objective().warnings().forEach(once);
            Setting setting = new Setting(
                    config.trainable(), config.seed(), config.accumulation(), group.worldSize(), run, engines, once);
            group.onRankZero(() -> config.objective().check(setting));
            return run(config, run, folder, turns, group, engines, log, stopRequested);
        }
    }

    private static boolean run(
            TrainConfig config,
            Path run,
            RunFolder folder,
            Turns turns,
            ProcessGroup group,
            EngineAccess engines,
            Consumer<String> log,
            BooleanSupplier stopRequested) {
        try (var _ = config.float32MatmulPrecision().use();
                SkippedSamples skipped = new SkippedSamples(log);
                Networks model = open(config)) {
            AtomicReference<TrainState> trained = new AtomicReference<>();
            ObjectiveContext context = new ObjectiveContext(
                    model,
                    conditionsFrozen(config, model),
                    config.seed(),
                    turns,
                    skipped,
                    group,
                    run,
                    work -> trained.get().withAverages(work),
                    engines,
                    group.rank() == 0 ? log : _ -> {});
            try (Objective objective = config.objective().create(context);
                    TrainState state = new TrainState(config, model, group)) {
                trained.set(state);
                Checkpoints checkpoints = folder.checkpoints();
                int done = checkpoints.restoreLatest(state);
                requireSame("latest checkpoint in " + run, "step " + done, group);
                state.optimizer().broadcastFromRankZero();
                group.onRankZero(() -> folder.begin(config));
                try (Reporter reporter = group.rank() == 0 ? new Metrics(run, config, done, log) : Reporter.NONE) {
                    reporter.say(describe(config, state.trainable(), done, group.worldSize()));
                    if (group.rank() == 0 && done == 0) {
                        objective.remarks().forEach(reporter::say);
                    }
                    Trainer trainer =
                            new Trainer(config, state, objective, turns, checkpoints, reporter, stopRequested);
                    boolean finished = trainer.train(done);
                    if (finished) {
                        state.withAverages(() -> group.onRankZero(() -> folder.finish(
                                model,
                                config.checkpoint().type(),
                                config.objective().drawing())));
                    }
                    reporter.ended(finished);
                    return finished;
                }
            }
        }
    }

    private static void requireSame(String what, String own, ProcessGroup group) {
        List<String> all = group.allGather(own);
        for (int rank = 1; rank < all.size(); rank++) {
            if (!all.get(rank).equals(all.getFirst())) {
                throw new TrainingException(what + " expected the same on all processes, but rank " + rank + " has\n"
                        + all.get(rank) + "\nand rank 0\n" + all.getFirst());
            }
        }
    }

    private static String describe(TrainConfig config, Map<String, Tensor> trainable, int done, int world) {
        long elements = trainable.values().stream().mapToLong(Tensor::elements).sum();
        return String.format(
                Locale.ROOT,
                "%s after step %d of %d (%d micro-batches each%s); trainable: %d tensors, %,d parameters",
                done == 0 ? "begins" : "continues",
                done,
                config.steps(),
                config.accumulation(),
                world == 1 ? "" : String.format(Locale.ROOT, ", shared by %d processes", world),
                trainable.size(),
                elements);
    }

    /** Opens the model that a run begins with; the caller closes it. */
    public static Networks open(TrainConfig config) {
        Networks model = networks(config);
        try {
            requireSameAdapters(config, model.lora());
            return model;
        } catch (ConfigException e) {
            model.close();
            throw e;
        }
    }

    /** Adapters beside the model that a run begins with are the ones that it trains. */
    private static void requireSameAdapters(TrainConfig config, Lora lora) {
        if (lora.components().isEmpty()) {
            return;
        }
        for (Component component : LoraTargets.COMPONENTS) {
            LoraConfig stored = lora.config(component);
            LoraConfig wanted = config.adapters().getOrDefault(component, LoraConfig.NONE);
            if (!stored.equals(wanted.withoutTargets())) {
                throw new ConfigException("%s expected the adapters of %s/lora, %s, found %s; to train without them,"
                                .formatted(
                                        component == Component.VLM ? "lora" : "transformer_lora",
                                        config.model(),
                                        stored,
                                        wanted.withoutTargets())
                        + " merge them first (deepgen model convert)");
            }
        }
    }

    private static Networks networks(TrainConfig config) {
        Path folder = config.modelFolder();
        return Networks.open(
                folder,
                Trained.options(
                        config.trainable(),
                        config.compute(),
                        ConstantPrecision.BF16, // as the released weights were trained (Q17)
                        config.seed(),
                        switch (config.start()) {
                            case REFERENCE -> new DeepGenInitialiser(6);
                            case NANO ->
                                new NanoInitialiser(
                                        ModelConfig.read(folder).vlm().layers());
                        },
                        config.adapters()));
    }

    private static boolean conditionsFrozen(TrainConfig config, Networks model) {
        return model.parameters(config.trainable()).keySet().stream()
                .allMatch(name -> name.startsWith("transformer.") || name.startsWith("vae."));
    }
}
