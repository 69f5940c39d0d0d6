// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.vae.PosteriorDraw;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen edit IMAGE... -p PROMPT}: images and an instruction to an image. */
@Command(
        name = "edit",
        customSynopsis = "deepgen edit [OPTIONS] -p=PROMPT IMAGE...",
        description = "Edits an image, or combines several, following an instruction.",
        footer = {
            "",
            "Without --negative, the model's own negative prompt is used: DeepGen 1.0 has the reference's list of"
                    + " faults, nano has none."
        })
final class EditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "1..*",
            description = "Reference images, in the order in which the prompt refers to them; - reads one from standard"
                    + " input.")
    private List<Path> images;

    @Option(
            names = {"-p", "--prompt"},
            paramLabel = "PROMPT",
            required = true,
            description = "Instruction: what to change; - reads it from standard input.")
    private String prompt;

    @Option(
            names = "--resize",
            paramLabel = "RULE",
            defaultValue = "fix-pixels",
            converter = ResizeRuleConverter.class,
            description = "How references are resized: fix-pixels (keeps the aspect ratio, about S x S pixels), dynamic"
                    + " (longer side at most S), square, none; default ${DEFAULT-VALUE}.")
    private ResizeRule resize;

    @Option(
            names = "--image-size",
            paramLabel = "S",
            description = "The S of --resize in pixels; default: the model's own.")
    private Integer imageSize;

    @Option(
            names = "--posterior",
            paramLabel = "sample|mode",
            defaultValue = "sample",
            description = "Latents of references: a seeded sample of the VAE's posterior, or its mode; default"
                    + " ${DEFAULT-VALUE}.")
    private PosteriorDraw posterior;

    @Mixin
    private OutputMixin output;

    @Mixin
    private SamplingMixin sampling;

    @Mixin
    private SpeedMixin speed;

    @Mixin
    private ConditionMixin condition;

    @Mixin
    private MaskMixin mask;

    @Mixin
    private ModelMixin model;

    @Override
    public Integer call() {
        Usage.refuse(spec, resize == ResizeRule.NONE, "--resize none leaves images as they are", "--image-size");
        output.checkCount();
        output.checkSingle(output.count() == 1, condition.noise().isPresent());
        CommandFiles files = mask.readBy(model.readBy(new CommandFiles(spec)));
        condition.noise().ifPresent(file -> files.reads("--noise", file));
        images.stream().filter(image -> !isInput(image)).forEach(image -> files.reads("the image", image));
        if (images.stream().filter(EditCommand::isInput).count() + (prompt.equals(StandardStreams.NAME) ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(), "standard input can be read once: give - once");
        }
        String text = Usage.checked(spec, () -> StandardStreams.textOf(prompt));
        ImageSink sink = output.sink(files, sampling, text);
        EditRequest request = Usage.checked(
                spec,
                () -> mask.on(
                        request(text, images.stream().map(EditCommand::read).toList())));
        ResultLine result = output.resultLine();
        try (var interruption = new Interruption();
                DeepGen deepgen = model.open();
                var watch = new DrawingWatch(
                        interruption,
                        request.sampling().steps().orElse(deepgen.config().steps()),
                        output.trace(),
                        output.preview())) {
            ConditionMixin.checkNegative(condition.negative(), request.sampling(), deepgen);
            model.noteLimits(
                    deepgen,
                    text,
                    sampling.size()
                            .or(() ->
                                    Optional.of(request.references().getFirst().size())));
            EditRequest sped = request.withSampling(speed.options(request.sampling(), deepgen));
            deepgen.edit(sped, output.count(), watch.observer(), image -> result.print(sink.write(image), image));
            watch.write();
        }
        return 0;
    }

    private EditRequest request(String text, List<Image> references) {
        return new EditRequest(
                references,
                text,
                condition.negative(),
                sampling.size(),
                resize,
                imageSize == null ? OptionalInt.empty() : OptionalInt.of(imageSize),
                condition.options(sampling.options()).withPosterior(posterior),
                images.stream()
                        .map(image -> isInput(image) ? "standard input" : image.toString())
                        .toList());
    }

    private static boolean isInput(Path image) {
        return image.toString().equals(StandardStreams.NAME);
    }

    private static Image read(Path image) {
        return isInput(image) ? StandardStreams.image() : Image.read(image);
    }
}
