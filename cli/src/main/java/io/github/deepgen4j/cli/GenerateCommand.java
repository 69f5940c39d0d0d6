// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen generate PROMPT}: text to image. */
@Command(name = "generate", description = "Generates an image from a text prompt.")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            description = "Text that describes the image, in quotes; - reads it from standard input.")
    private String prompt;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "Draws many prompts: a text file with one a line, or .jsonl or .csv with the fields prompt,"
                    + " negative, seed, size, out. Images that are there already are skipped.")
    private Optional<Path> prompts;

    @Mixin
    private OutputMixin output;

    @Mixin
    private SamplingMixin sampling;

    @Mixin
    private SpeedMixin speed;

    @Mixin
    private ConditionMixin condition;

    @Mixin
    private ModelMixin model;

    @Override
    public Integer call() {
        if ((prompt == null) == prompts.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected either a PROMPT in quotes, or - for standard input, or --prompts FILE");
        }
        output.checkCount();
        output.checkSingle(
                output.count() == 1 && prompts.isEmpty(), condition.noise().isPresent());
        CommandFiles files = model.readBy(new CommandFiles(spec));
        condition.noise().ifPresent(file -> files.reads("--noise", file));
        return prompts.map(file -> many(file, files)).orElseGet(() -> one(files));
    }

    private int one(CommandFiles files) {
        String text = Usage.checked(spec, () -> StandardStreams.textOf(prompt));
        ImageSink sink = output.sink(files, sampling, text);
        GenerateRequest request = Usage.checked(
                spec,
                () -> new GenerateRequest(
                        text, condition.negative().orElse(""), sampling.size(), condition.options(sampling.options())));
        ResultLine result = output.resultLine();
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                var watch = new DrawingWatch(
                        interruption,
                        request.sampling().steps().orElse(deepgen.config().steps()),
                        output.trace(),
                        output.preview())) {
            ConditionMixin.checkNegative(condition.negative(), request.sampling(), deepgen);
            model.noteLimits(deepgen, text, sampling.size());
            GenerateRequest sped = request.withSampling(speed.options(request.sampling(), deepgen));
            deepgen.generate(sped, output.count(), watch.observer(), image -> result.print(sink.write(image), image));
            watch.write();
        }
        return 0;
    }

    private int many(Path file, CommandFiles files) {
        PromptBatch batch = Usage.checked(spec, () -> new PromptBatch(file, output, sampling, condition, speed));
        batch.check(files.reads("--prompts", file));
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open()) {
            batch.prompts().forEach(text -> model.noteLimits(deepgen, text, sampling.size()));
            return batch.run(deepgen, interruption, spec.commandLine().getErr());
        }
    }
}
