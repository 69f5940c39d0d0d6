// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.bench.QualityBench;
import io.github.deepgen4j.bench.QualityCase;
import io.github.deepgen4j.engines.lpips.Lpips;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.Judgement;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.ValidationSet;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import io.github.deepgen4j.model.pipeline.Speed;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "work counts the transformer's blocks, rows and tokens; PSNR is the median over the images, SSIM the mean,"
                    + " worst the smallest SSIM. Image i is drawn from seed + i."
        })
final class BenchQualityCommand implements Callable<Integer> {
    /** Not the seed of the drawings: it fixes what is asked of ShapeWorld. */
    private static final long EXAMPLES = 20260401;

    private static final String EDITS = "edits";

    private static final List<Speed> USUAL = List.of(Speed.BALANCED, Speed.FAST);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "Prompts, a line each, or .jsonl or .csv with the field prompt.")
    private Optional<Path> prompts;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "Reference image, which every prompt edits; may be repeated.")
    private List<Path> images = List.of();

    @Option(
            names = "--shapeworld",
            paramLabel = "N",
            description = "Instead of prompts: N held-out prompts and edits of each kind of ShapeWorld, judged by its"
                    + " program.")
    private Optional<Integer> perKind;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "Kinds of --shapeworld, for example edits or counting,edit_recolour; default all.")
    private List<String> only = List.of();

    @Option(
            names = "--speeds",
            paramLabel = "NAME",
            split = ",",
            converter = SpeedMixin.SpeedConverter.class,
            description = "Presets to measure, default balanced,fast.")
    private List<Speed> speeds = USUAL;

    @Option(
            names = "--references-every",
            paramLabel = "N",
            split = ",",
            converter = SpeedMixin.ReferencesConverter.class,
            description = "Measure edits that compute their references in every Nth step, too.")
    private List<ReferenceReuse> references = List.of();

    @Option(
            names = "--guidance-interval",
            paramLabel = "FROM,TO",
            converter = SpeedMixin.IntervalConverter.class,
            description = "Part of the steps that is guided in what --find tries.")
    private Optional<GuidanceInterval> interval;

    @Option(
            names = "--find",
            paramLabel = "SSIM",
            description =
                    "Search for the longest list of steps that can be reused at this mean SSIM, for example" + " 0.95.")
    private Optional<Double> find;

    @Option(
            names = "--threshold",
            description = "Search for the highest threshold instead, which holds for any number of steps.")
    private boolean threshold;

    @Option(
            names = "--write",
            paramLabel = "NAME",
            converter = SpeedMixin.SpeedConverter.class,
            description = "Write what --find found as this preset of the model: balanced or fast.")
    private Optional<Speed> write;

    @Option(
            names = "--lpips",
            paramLabel = "FILE",
            description = "ONNX file that compares two images as people do: a column with the mean distance.")
    private Optional<Path> lpips;

    @Mixin
    private SamplingMixin sampling;

    @Mixin
    private ModelMixin model;

    @Override
    public Integer call() {
        find.filter(least -> !(least > 0 && least <= 1)).ifPresent(least -> {
            throw new ParameterException(spec.commandLine(), "--find expected 0 to 1, found " + least);
        });
        if (prompts.isPresent() == perKind.isPresent() || perKind.isPresent() && !images.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "expected either --prompts, perhaps with --image, or --shapeworld");
        }
        Usage.refuse(spec, perKind.isEmpty(), "only valid with --shapeworld", "--only");
        Usage.refuse(spec, find.isEmpty(), "only valid with --find", "--threshold", "--guidance-interval");
        if (write.isPresent() && (find.isEmpty() || write.get() == Speed.EXACT)) {
            throw new ParameterException(spec.commandLine(), "--write expected balanced or fast, and --find with it");
        }
        List<QualityCase> cases =
                Usage.checked(spec, () -> prompts.map(this::cases).orElseGet(this::shapeWorld));
        try (var interruption = new Interruption();
                Lpips metric = lpips.map(Lpips::open).orElse(null);
                DeepGen deepgen = model.open()) {
            var bench = new QualityBench(deepgen, cases, Optional.ofNullable(metric), interruption::requested);
            System.out.printf(Locale.ROOT, "%d images, exact: %.3f s each%n", cases.size(), bench.exactSeconds());
            System.out.println(bench.header());
            ways(deepgen).forEach((name, shortcuts) -> System.out.println(bench.measure(name, shortcuts)));
            find.ifPresent(least -> {
                Shortcuts base = interval.map(Shortcuts.NONE::withGuidance).orElse(Shortcuts.NONE);
                Shortcuts found = threshold
                        ? bench.highestThreshold(base, least, System.out::println)
                        : bench.longestReuse(base, least, System.out::println);
                System.out.println(found.equals(base) ? "no step can be reused" : "--reuse " + found.reuse());
                write.ifPresent(speed -> System.out.println("wrote " + deepgen.writeShortcuts(speed, found)));
            });
        }
        return 0;
    }

    private List<QualityCase> cases(Path file) {
        List<QualityCase> cases = new ArrayList<>();
        List<Image> references = images.stream().map(Image::read).toList();
        for (PromptEntry entry : PromptsFile.read(file)) {
            entry.problem().ifPresent(problem -> {
                throw new IllegalArgumentException("%s line %d: %s".formatted(file, entry.line(), problem));
            });
            cases.add(
                    references.isEmpty()
                            ? QualityCase.of(
                                    generate(entry.prompt(), entry.negative().orElse(""), cases.size()))
                            : QualityCase.of(edit(references, entry.prompt(), cases.size())));
        }
        return cases;
    }

    private List<QualityCase> shapeWorld() {
        List<QualityCase> cases = new ArrayList<>();
        for (Example example :
                ValidationSet.heldOut(kinds(), perKind.orElseThrow(), EXAMPLES).examples()) {
            QualityCase drawn = example.reference()
                    .map(image -> QualityCase.of(edit(List.of(image), example.prompt(), cases.size())))
                    .orElseGet(() -> QualityCase.of(generate(example.prompt(), "", cases.size())));
            cases.add(drawn.judgedBy(image -> Judgement.of(example, image).passed()));
        }
        return cases;
    }

    private List<Kind> kinds() {
        return only.isEmpty()
                ? Kind.ALL
                : only.stream()
                        .flatMap(word -> word.equals(EDITS) ? Stream.of(Edit.values()) : Stream.of(Kind.of(word)))
                        .map(Kind.class::cast)
                        .distinct()
                        .toList();
    }

    private GenerateRequest generate(String prompt, String negative, int number) {
        return new GenerateRequest(prompt, negative, sampling.size(), options(number));
    }

    private EditRequest edit(List<Image> references, String prompt, int number) {
        EditRequest edit = EditRequest.of(references, prompt).withSampling(options(number));
        return sampling.size()
                .map(size -> edit.withSize(size.width(), size.height()))
                .orElse(edit);
    }

    private SamplingOptions options(int number) {
        SamplingOptions options = sampling.options();
        return options.withSeed(options.seed() + number);
    }

    private Map<String, Shortcuts> ways(DeepGen deepgen) {
        Map<String, Shortcuts> ways = new LinkedHashMap<>();
        speeds.forEach(speed -> ways.put(speed.word(), deepgen.shortcuts(speed)));
        references.forEach(every -> ways.put("references every " + every, Shortcuts.NONE.withReferences(every)));
        return ways;
    }
}
