// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.lora.Adapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The LoRA that a model is opened with. */
final class AdapterMixin {
    @Option(
            names = "--lora",
            paramLabel = "FILE[:STRENGTH]",
            converter = Converter.class,
            description = "LoRA for the transformer or the language model: a safetensors file of diffusers, or a folder"
                    + " (PEFT, or the lora/ of a training run). Its strength is 1 if none is given. Several add up:"
                    + " repeat the option.")
    private List<Adapter> adapters = List.of();

    List<Adapter> adapters() {
        return adapters;
    }

    /** Declares the files that are read. */
    CommandFiles readBy(CommandFiles files) {
        adapters.forEach(adapter -> files.reads("--lora", adapter.path()));
        return files;
    }

    /** {@code FILE} or {@code FILE:STRENGTH}; a file whose name ends like a strength is a file. */
    static final class Converter implements ITypeConverter<Adapter> {
        private static final Pattern STRENGTH = Pattern.compile("(.+):([^:/\\\\]*)", Pattern.DOTALL);

        @Override
        public Adapter convert(String text) {
            Matcher parts = STRENGTH.matcher(text);
            if (!parts.matches() || Files.exists(Path.of(text))) {
                return Adapter.of(Path.of(text));
            }
            try {
                return Adapter.of(Path.of(parts.group(1)), Double.parseDouble(parts.group(2)));
            } catch (IllegalArgumentException e) { // no number, or none that is finite
                throw new TypeConversionException(
                        "expected FILE or FILE:STRENGTH with a number, as style.safetensors:0.8, found '" + text + "'");
            }
        }
    }
}
