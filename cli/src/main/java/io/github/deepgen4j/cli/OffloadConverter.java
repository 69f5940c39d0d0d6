// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Offload;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto}, {@code none} or {@code model}, and the words of older versions. */
final class OffloadConverter implements ITypeConverter<Offload> {
    @Override
    public Offload convert(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "auto" -> Offload.AUTO;
            case "none", "all" -> Offload.NONE;
            case "model", "staged" -> Offload.MODEL;
            default -> throw new TypeConversionException("expected auto, none or model, found " + word);
        };
    }

    /** The word for a value, as it is read. */
    static String word(Offload offload) {
        return switch (offload) {
            case AUTO -> "auto";
            case NONE -> "none";
            case MODEL -> "model";
        };
    }
}
