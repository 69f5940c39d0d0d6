// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folder of golden fixtures (system property {@code deepgen.golden}) and the error measures of its README. */
public final class Golden {
    public static final double COMPONENT = 1e-4;
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
}
