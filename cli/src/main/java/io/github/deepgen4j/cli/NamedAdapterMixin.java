// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.model.lora.NamedAdapter;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The LoRA that requests may choose by name. */
final class NamedAdapterMixin {
    static final String OPTION = "--lora";

    @Option(
            names = OPTION,
            paramLabel = "NAME=FILE[:STRENGTH]",
            converter = Converter.class,
            description =
                    "LoRA that requests may choose by this name, as generate --lora reads it; repeat for more. Each"
                            + " model offers those that fit it.")
    private List<NamedAdapter> adapters = List.of();

    List<NamedAdapter> adapters() {
        return adapters;
    }

    /** @throws IllegalArgumentException if a file is missing, or two have one name */
    void check() {
        Set<String> names = new HashSet<>();
        adapters.forEach(each -> {
            if (!names.add(each.name())) {
                throw new IllegalArgumentException(OPTION + " expected names of their own, found two " + each.name());
            }
            if (!Files.exists(each.adapter().path())) {
                throw new IllegalArgumentException("%s %s: there is no %s"
                        .formatted(OPTION, each.name(), each.adapter().path()));
            }
        });
    }

    /** The option, as another process of this program reads it. */
    List<String> arguments() {
        return adapters.stream().map(each -> OPTION + "=" + text(each)).toList();
    }

    private static String text(NamedAdapter named) {
        Adapter adapter = named.adapter();
        return named.name() + "=" + adapter.path()
                + (adapter.strength().isPresent() ? ":" + adapter.strength().getAsDouble() : "");
    }

    /** {@code NAME=FILE} or {@code NAME=FILE:STRENGTH}. */
    static final class Converter implements ITypeConverter<NamedAdapter> {
        @Override
        public NamedAdapter convert(String text) {
            int sign = text.indexOf('=');
            if (sign < 1 || sign == text.length() - 1) {
                throw new TypeConversionException(
                        "expected NAME=FILE, as style=style.safetensors, found '" + text + "'");
            }
            try {
                return new NamedAdapter(
                        text.substring(0, sign), new AdapterMixin.Converter().convert(text.substring(sign + 1)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
