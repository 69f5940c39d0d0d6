// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.ResizeRule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code fix-pixels}. */
final class ResizeRuleConverter implements ITypeConverter<ResizeRule> {
    @Override
    public ResizeRule convert(String text) {
        try {
            return ResizeRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
