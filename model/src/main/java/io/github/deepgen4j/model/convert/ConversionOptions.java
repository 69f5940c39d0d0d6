// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Options of a conversion.
 *
 * @param loraScale alpha / rank of adapters in native files, which do not say; adapters saved by PEFT do
 * @param mergeAdapters whether adapters are added to their weights; otherwise they are left out, and the report says so
 * @param wholeModel whether a native file also gets the language model and the auto-encoder, which the published code
 *     never writes
 * @param connectorConfig the connector's {@code config.json} where the sources have none; DeepGen 1.0's otherwise
 */
public record ConversionOptions(
        TargetType type, double loraScale, boolean mergeAdapters, boolean wholeModel, Optional<Path> connectorConfig) {

    /** Stored types, adapters merged with DeepGen 1.0's scale of 128 / 64. */
    public static final ConversionOptions DEFAULT =
            new ConversionOptions(TargetType.KEEP, 2, true, false, Optional.empty());

    public ConversionOptions {
        if (!Double.isFinite(loraScale)) {
            throw new IllegalArgumentException("LoRA scale expected a finite number, found " + loraScale);
        }
    }

    public ConversionOptions withType(TargetType other) {
        return new ConversionOptions(other, loraScale, mergeAdapters, wholeModel, connectorConfig);
    }

    public ConversionOptions withoutAdapters() {
        return new ConversionOptions(type, loraScale, false, wholeModel, connectorConfig);
    }

    public ConversionOptions withWholeModel() {
        return new ConversionOptions(type, loraScale, mergeAdapters, true, connectorConfig);
    }

    public ConversionOptions withConnectorConfig(Path file) {
        return new ConversionOptions(type, loraScale, mergeAdapters, wholeModel, Optional.of(file));
    }
}
