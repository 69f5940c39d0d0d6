// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.connector.ConnectorConfig;
import io.github.deepgen4j.model.qwen.QwenConfig;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of golden fixtures (system property {@code deepgen.golden}) and the error measures of its README, for the
 * tests of all modules that see {@code model}.
 */
public final class Golden {
    public static final double COMPONENT = 1e-4;
    public static final double END_TO_END = 1e-3;
    public static final double LOSS = 1e-5;
    public static final double GRADIENT = 1e-3;

    private Golden() {}

    public static Path path(String name) {
        return Path.of(System.getProperty("deepgen.golden")).resolve(name);
    }

    public static Safetensors tensors(String name) {
        return Safetensors.open(path(name));
    }

    public static JsonNode json(String name) {
        return new JsonMapper().readTree(path(name).toFile());
    }

    public static QwenConfig vlmConfig() {
        return QwenConfig.read(path("tiny/vlm/config.json"));
    }

    public static ConnectorConfig connectorConfig() {
        return ConnectorConfig.read(
                path("tiny/connector/config.json"), vlmConfig().layers());
    }

    /** ||actual - expected|| / ||expected|| */
    public static double relativeError(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        try (var _ = Scope.open()) {
            Tensor wanted = expected.to(DType.F64);
            double difference = actual.detach().to(DType.F64).sub(wanted).norm().item();
            return difference == 0 ? 0 : difference / wanted.norm().item();
        }
    }

    public static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
        assertSmall(what, relativeError(actual, expected), tolerance);
    }

    public static void assertClose(String what, double actual, double expected, double tolerance) {
        assertSmall(what, Math.abs(actual - expected) / Math.abs(expected), tolerance);
    }

    /** Asserts a relative error and prints it, so that a build log holds the parity table. */
    private static void assertSmall(String what, double error, double tolerance) {
        System.out.printf(Locale.ROOT, "parity  %-60s %.2e  (limit %.0e)%n", what, error, tolerance);
        assertThat(error).as(what).isLessThanOrEqualTo(tolerance);
    }

    /** Copies a folder, for example the tiny model before a test changes it. */
    public static void copy(Path source, Path target) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
