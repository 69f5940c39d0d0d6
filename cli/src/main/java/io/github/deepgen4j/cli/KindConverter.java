// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.shapeworld.task.Kind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kind of ShapeWorld example by its word. */
final class KindConverter implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String word) {
        try {
            return Kind.of(word);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
