// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Options of a conversion.
 *
 * @param loraScale alpha / rank of adapters whose file does not say; empty for DeepGen 1.0's in native files, and to
 *     refuse others
 * @param mergeAdapters whether adapters are added to their weights; otherwise they are left out, and the report says so
 * @param wholeModel whether a native file also gets the language model and the auto-encoder, which the published code
 *     never writes
 * @param connectorConfig the connector's {@code config.json} where the sources have none; DeepGen 1.0's otherwise
 */
public record ConversionOptions(
        TargetType type,
        OptionalDouble loraScale,
        boolean mergeAdapters,
        boolean wholeModel,
        Optional<Path> connectorConfig) {

    /** Alpha / rank of DeepGen 1.0: 128 / 64. */
    static final double DEEPGEN_LORA_SCALE = 2;

    /** Stored types, adapters merged. */
    public static final ConversionOptions DEFAULT =
            new ConversionOptions(TargetType.KEEP, OptionalDouble.empty(), true, false, Optional.empty());

    public ConversionOptions {
        if (loraScale.isPresent() && !Double.isFinite(loraScale.getAsDouble())) {
            throw new IllegalArgumentException("LoRA scale expected a finite number, found " + loraScale.getAsDouble());
        }
    }

    public ConversionOptions withType(TargetType other) {
        return new ConversionOptions(other, loraScale, mergeAdapters, wholeModel, connectorConfig);
    }

    public ConversionOptions withLoraScale(double scale) {
        return new ConversionOptions(type, OptionalDouble.of(scale), mergeAdapters, wholeModel, connectorConfig);
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
