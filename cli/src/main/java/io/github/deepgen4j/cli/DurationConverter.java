// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 5m}, {@code 1h} or {@code 7d}; a number alone is seconds. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (!text.matches("[0-9]{1,6}[smhd]?")) {
            throw new TypeConversionException("expected a time such as 30s, 5m, 1h or 7d, found " + text);
        }
        long number = Long.parseLong(text.replaceAll("[smhd]", ""));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
