// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.bench.QualityBench;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.Shortcuts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deepgen bench quality}: time that shortcuts save, and how far their images are from the exact ones. */
@Command(
        name = "quality",
        description = "Compares time and images with and without shortcuts.",
        footer = {
            "",
            "Example: deepgen bench quality -m DIR --prompts FILE --find 0.95 --write balanced",
            "",
            "work counts the transformer's blocks and rows; PSNR and SSIM are means over the images, worst is the"
                    + " smallest SSIM. Image i of the file is drawn from seed + i."
        })
final class BenchQualityCommand implements Callable<Integer> {
    private static final List<Speed> USUAL = List.of(Speed.BALANCED, Speed.FAST);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            required = true,
            description = "Prompts, a line each, or .jsonl or .csv with the field prompt.")
    private Path prompts;

    @Option(
            names = "--speeds",
            paramLabel = "NAME",
            split = ",",
            converter = SpeedMixin.SpeedConverter.class,
            description = "Presets to measure, default balanced,fast.")
    private List<Speed> speeds = USUAL;

    @Option(
            names = "--find",
            paramLabel = "SSIM",
            description =
                    "Search for the longest list of steps that can be reused at this mean SSIM, for example" + " 0.95.")
    private Optional<Double> find;

    @Option(
            names = "--write",
            paramLabel = "NAME",
            converter = SpeedMixin.SpeedConverter.class,
            description = "Write what --find found as this preset of the model: balanced or fast.")
    private Optional<Speed> write;

    @Mixin
    private SamplingMixin sampling;

    @Mixin
    private ModelMixin model;

    @Override
    public Integer call() {
        find.filter(least -> !(least > 0 && least <= 1)).ifPresent(least -> {
            throw new ParameterException(spec.commandLine(), "--find expected 0 to 1, found " + least);
        });
        if (write.isPresent() && (find.isEmpty() || write.get() == Speed.EXACT)) {
            throw new ParameterException(spec.commandLine(), "--write expected balanced or fast, and --find with it");
        }
        List<GenerateRequest> requests = Usage.checked(spec, this::requests);
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open()) {
            var bench = new QualityBench(deepgen, requests, interruption::requested);
            System.out.printf(Locale.ROOT, "%d images, exact: %.3f s each%n", requests.size(), bench.exactSeconds());
            System.out.println(QualityBench.Row.HEADER);
            ways(deepgen).forEach((name, shortcuts) -> System.out.println(bench.measure(name, shortcuts)));
            find.ifPresent(least -> {
                Shortcuts found = bench.longestReuse(Shortcuts.NONE, least, System.out::println);
                System.out.println(found.isExact() ? "no step can be reused" : "--reuse " + found.reuse());
                write.ifPresent(speed -> System.out.println("wrote " + deepgen.writeShortcuts(speed, found)));
            });
        }
        return 0;
    }

    private List<GenerateRequest> requests() {
        List<GenerateRequest> requests = new ArrayList<>();
        SamplingOptions options = sampling.options();
        for (PromptEntry entry : PromptsFile.read(prompts)) {
            entry.problem().ifPresent(problem -> {
                throw new IllegalArgumentException("%s line %d: %s".formatted(prompts, entry.line(), problem));
            });
            requests.add(new GenerateRequest(
                    entry.prompt(),
                    entry.negative().orElse(""),
                    sampling.size(),
                    options.withSeed(options.seed() + requests.size())));
        }
        return requests;
    }

    private Map<String, Shortcuts> ways(DeepGen deepgen) {
        Map<String, Shortcuts> ways = new LinkedHashMap<>();
        speeds.forEach(speed -> ways.put(speed.word(), deepgen.shortcuts(speed)));
        return ways;
    }
}
