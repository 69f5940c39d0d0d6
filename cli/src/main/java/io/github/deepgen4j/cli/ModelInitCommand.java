// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.checkpoint.NewCheckpoint;
import io.github.deepgen4j.model.checkpoint.Preset;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code deepgen model init DIR}: random weights in the released layout. */
@Command(
        name = "init",
        customSynopsis = "deepgen model init [OPTIONS] --preset=NAME DIR",
        description = "Creates a checkpoint with random weights in the released layout.",
        footer = {
            "",
            "The tokenizer of the preset deepgen-1.0 is a stand-in (single bytes, and the special tokens at their real"
                    + " ids); --tokenizer copies the real one. The other presets come with theirs."
        })
final class ModelInitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "New folder; it appears once it is complete.")
    private Path folder;

    @Option(
            names = "--preset",
            required = true,
            paramLabel = "NAME",
            converter = PresetConverter.class,
            description = "Dimensions: deepgen-1.0, nano or tiny.")
    private Preset preset;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Random seed, default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--dtype",
            paramLabel = "released|f32|bf16|f16",
            defaultValue = "released",
            converter = StorageConverter.class,
            description = "Type of all weights; released, the default, is f32 in the connector and bf16 elsewhere.")
    private Storage type;

    @Option(
            names = "--tokenizer",
            paramLabel = "PATH",
            description = "A tokenizer.json, plain or .gz, or a folder that holds one, to use instead of the preset's.")
    private Optional<Path> tokenizer;

    private record Storage(Optional<DType> type) {}

    @Override
    public Integer call() {
        try (var interruption = new Interruption();
                var written = new ByteBar("writing")) {
            NewCheckpoint.write(
                    folder,
                    preset,
                    seed,
                    type.type(),
                    tokenizer,
                    written::start,
                    written::add,
                    interruption::requested);
        }
        if (preset == Preset.DEEPGEN_1_0 && tokenizer.isEmpty()) {
            System.err.println("the tokenizer is a stand-in of single bytes; --tokenizer copies the real one");
        }
        System.out.println(folder);
        return 0;
    }

    static final class PresetConverter implements ITypeConverter<Preset> {
        @Override
        public Preset convert(String value) {
            try {
                return Preset.named(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class StorageConverter implements ITypeConverter<Storage> {
        @Override
        public Storage convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "released" -> new Storage(Optional.empty());
                case "f32" -> new Storage(Optional.of(DType.F32));
                case "bf16" -> new Storage(Optional.of(DType.BF16));
                case "f16" -> new Storage(Optional.of(DType.F16));
                default -> throw new TypeConversionException("expected released, f32, bf16 or f16, found " + value);
            };
        }
    }
}
