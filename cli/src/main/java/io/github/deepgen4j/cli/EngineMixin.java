// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.engines.EngineKind;
import io.github.deepgen4j.engines.EngineStore;
import io.github.deepgen4j.engines.Engines;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The engines that look at images. */
final class EngineMixin {
    @Option(
            names = "--engine",
            paramLabel = "KIND=NAME",
            converter = Converter.class,
            description = "Engine of the kind ocr, detector, colours, clip or vqa: added under NAME, a folder, an http"
                    + " address, or shapeworld, pixels, clip; repeatable.")
    private List<Map.Entry<EngineKind, String>> chosen = List.of();

    /** Opens nothing yet. */
    Engines engines(Consumer<String> notes) {
        Map<EngineKind, String> words = new EnumMap<>(EngineKind.class);
        chosen.forEach(one -> words.put(one.getKey(), one.getValue()));
        return new Engines(EngineStore.ofUser(), words, notes);
    }

    static final class Converter implements ITypeConverter<Map.Entry<EngineKind, String>> {
        @Override
        public Map.Entry<EngineKind, String> convert(String text) {
            try {
                return Engines.choice(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
