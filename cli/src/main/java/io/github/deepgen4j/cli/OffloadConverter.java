// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.Residency;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto}, {@code none} or {@code model}, and the words of older versions. */
final class OffloadConverter implements ITypeConverter<Residency> {
    @Override
    public Residency convert(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "auto" -> Residency.AUTO;
            case "none", "all" -> Residency.ALL;
            case "model", "staged" -> Residency.STAGED;
            default -> throw new TypeConversionException("expected auto, none or model, found " + word);
        };
    }

    /** The word for a value, as it is read. */
    static String word(Residency residency) {
        return switch (residency) {
            case AUTO -> "auto";
            case ALL -> "none";
            case STAGED -> "model";
        };
    }
}
