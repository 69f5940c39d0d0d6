// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.checkpoint.NewCheckpoint;
import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.FileTree;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.QuantisedWeights;
import io.github.deepgen4j.model.weights.RandomWeights;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A measurement of several stages.
 *
 * @param batch samples of a training step
 * @param recompute a training step keeps only the inputs of its blocks
 * @param model takes the place of the preset's dimensions and, end to end, of random weights
 * @param options the type of the arithmetic; end to end all of them
 */
public record Bench(
        Preset preset,
        Optional<Path> model,
        Optional<Size> size,
        boolean edit,
        int batch,
        boolean recompute,
        int steps,
        int repeat,
        ModelOptions options) {
    private static final String END_TO_END = "e2e";

    /** All that was measured. */
    public record Report(Machine machine, DType type, boolean int8, List<Result> results, OptionalLong peakResident) {
        /** The whole report by the names of the JSON output; a peak of -1 where the system does not tell it. */
        public Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("machine", machine.facts());
            facts.put("dtype", type.toString().toLowerCase(Locale.ROOT));
            if (int8) {
                facts.put("linear_layers", "int8");
            }
            facts.put("stages", results.stream().map(Result::facts).toList());
            facts.put("peak_rss_bytes", peakResident.orElse(-1));
            return facts;
        }
    }

    public Bench {
        if (steps < 1 || repeat < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "steps, repeat and batch expected >= 1, found %d, %d and %d".formatted(steps, repeat, batch));
        }
    }

    /**
     * Measures.
     *
     * @param stages names; empty for all that the work has, but neither a training step nor end to end
     * @param told each result as soon as it is there
     * @param cancelled asked between runs; true ends with {@link
     *     io.github.deepgen4j.model.components.CancelledException}
     */
    public Report run(List<String> stages, Consumer<Result> told, BooleanSupplier cancelled) {
        List<String> wanted = stages.isEmpty() ? defaults() : checked(stages);
        if (wanted.contains(TrainStep.NAME) && options.compute().quantises()) {
            throw new IllegalArgumentException(
                    "--dtype of train-step expected auto, f32 or bf16, found int8, which does not train");
        }
        Path folder = model.orElseGet(Bench::temporaryFolder);
        try {
            if (model.isEmpty()) {
                preset.writeTo(folder);
            }
            return run(wanted, folder, told, cancelled);
        } finally {
            if (model.isEmpty()) {
                delete(folder);
            }
        }
    }

    private Report run(List<String> wanted, Path folder, Consumer<Result> told, BooleanSupplier cancelled) {
        ModelConfig config = ModelConfig.read(folder);
        Machine machine = Machine.measure();
        DType type = options.compute().type(parameters(config));
        Workload work = new Workload(config, size.orElse(config.defaultSize()), edit);
        Repeats repeats = new Repeats(repeat, cancelled);
        List<Result> results = new ArrayList<>();
        for (String name : wanted) {
            List<Result> found = switch (name) {
                case END_TO_END -> endToEnd(folder, work.size(), cancelled);
                case TrainStep.NAME -> new TrainStep(work, batch, type, recompute).measure(machine.peak(type), repeats);
                default -> List.of(stage(Stage.named(name), work, type, machine.peak(type), repeats));
            };
            found.forEach(told);
            results.addAll(found);
        }
        return new Report(machine, type, options.compute().quantises(), results, Machine.peakResident());
    }

    private static long parameters(ModelConfig config) {
        return config.manifests().values().stream()
                .flatMap(manifest -> manifest.shapes().values().stream())
                .mapToLong(TensorSpec::elements)
                .sum();
    }

    private Result stage(Stage stage, Workload work, DType type, double peak, Repeats repeats) {
        boolean int8 = options.compute().quantises() && stage.component() != Component.VAE;
        try (var _ = Autograd.disabled();
                var dense = new RandomWeights(1, type);
                var weights =
                        new QuantisedWeights(dense, name -> int8 && Int8Rules.DEFAULT.takes(stage.component(), name))) {
            return stage.measure(work, weights, type, peak, repeats);
        }
    }

    private List<Result> endToEnd(Path folder, Size image, BooleanSupplier cancelled) {
        Path weights = folder;
        if (model.isEmpty()) {
            weights = folder.resolve("weights");
            NewCheckpoint.write(weights, preset, 1, Optional.empty(), Optional.empty(), _ -> {}, _ -> {}, cancelled);
        }
        try (DeepGen deepgen = DeepGen.open(weights, options)) {
            return EndToEnd.measure(deepgen, image, edit, steps, cancelled);
        }
    }

    private List<String> defaults() {
        return Arrays.stream(Stage.values())
                .filter(stage -> edit || !stage.ofEdits())
                .map(Stage::toString)
                .toList();
    }

    private static List<String> checked(List<String> stages) {
        for (String name : stages) {
            if (!name.equals(END_TO_END) && !name.equals(TrainStep.NAME)) {
                Stage.named(name);
            }
        }
        return stages;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("deepgen-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder can be made", e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be deleted", e);
        }
    }
}
