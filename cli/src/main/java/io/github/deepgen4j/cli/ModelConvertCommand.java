// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.convert.Conversion;
import io.github.deepgen4j.model.convert.ConversionOptions;
import io.github.deepgen4j.model.convert.TargetType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen model convert SOURCE... -o OUT}: one checkpoint of one or several, of any format. */
@Command(
        name = "convert",
        customSynopsis = "deepgen model convert [OPTIONS] -o=OUT SOURCE...",
        description = "Converts and merges checkpoints, adapters, native .pt and GGUF files.",
        footer = {
            "",
            "A SOURCE is a native .pt or .safetensors file, a .gguf file of the transformer or the language model, a"
                    + " folder in the released layout or of base models, a DeepSpeed ZeRO-2 folder, or a LoRA adapter"
                    + " saved by PEFT. Tensors of later sources replace those of earlier ones:",
            "  deepgen model convert model_zoo model.pt -o DeepGen-mine"
        })
final class ModelConvertCommand implements Callable<Integer> {
    private enum Lora {
        MERGE,
        LEAVE
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "What to convert; later sources take precedence.")
    private List<Path> sources;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "OUT",
            description = "New folder in the released layout, or new native file if the name ends in .pt.")
    private Path out;

    @Option(
            names = {"--dtype", "--type"},
            paramLabel = "keep|bf16|fp16|fp32|int8",
            defaultValue = "keep",
            description =
                    "Type of the stored tensors; keep, the default, leaves each as it is. Values that overflow are an"
                            + " error. int8: linear layers in eight bits with a scale for each row, but for those that"
                            + " suffer most; the rest as it is (docs/speed.md).")
    private TargetType type;

    @Option(
            names = "--lora",
            paramLabel = "merge|leave",
            defaultValue = "merge",
            description =
                    "Merge adapters into the weights (a native file keeps them separate) or leave them out; default"
                            + " ${DEFAULT-VALUE}.")
    private Lora lora;

    @Option(
            names = "--lora-scale",
            paramLabel = "X",
            description =
                    "alpha / rank of adapters whose file does not store it; default 2 for native files, and a refusal"
                            + " for others.")
    private Double loraScale;

    @Option(names = "--whole-model", description = "Include the language model and the VAE in a native file.")
    private boolean wholeModel;

    @Option(
            names = "--connector-config",
            paramLabel = "FILE",
            description = "The connector's config.json; default: the source's, or DeepGen 1.0's for base models.")
    private Path connectorConfig;

    @Override
    public Integer call() {
        Usage.refuse(spec, !out.toString().endsWith(".pt"), "a folder always holds the whole model", "--whole-model");
        ConversionOptions options = Usage.checked(
                spec,
                () -> new ConversionOptions(
                        type,
                        loraScale == null ? OptionalDouble.empty() : OptionalDouble.of(loraScale),
                        lora == Lora.MERGE,
                        wholeModel,
                        Optional.ofNullable(connectorConfig)));
        checkOutput();
        try (var interruption = new Interruption();
                Conversion conversion = Conversion.open(sources, out, options)) {
            conversion.report().forEach(spec.commandLine().getErr()::println);
            try (Bar bar = Bar.open("convert", conversion.bytes(), "bytes")) {
                conversion.write(bytes -> {
                    if (interruption.requested()) {
                        throw new CancelledException();
                    }
                    bar.step(bytes);
                });
            }
        }
        System.out.println(out);
        return 0;
    }

    private void checkOutput() {
        CommandFiles files = new CommandFiles(spec);
        sources.forEach(source -> files.reads("the source", source));
        if (connectorConfig != null) {
            files.reads("--connector-config", connectorConfig);
        }
        if (out.toString().endsWith(".pt")) {
            files.writes("--out", out);
        } else {
            files.writesFolder("--out", out);
        }
    }
}
