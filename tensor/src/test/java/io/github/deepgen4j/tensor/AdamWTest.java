// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five steps of {@code torch.optim.AdamW}: decay of matrices only, bias correction, a parameter that joins late. */
class AdamWTest {
    private static final List<String> NAMES = List.of("weight", "bias", "late");
    private static final AdamW.Options OPTIONS = new AdamW.Options(0.8, 0.95, 1e-6, 0.1);

    private static Map<String, Tensor> parameters(String key) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        NAMES.forEach(name -> parameters.put(name, GoldenTensors.get(key + name)));
        return parameters;
    }

    private static void step(AdamW optimizer, Map<String, Tensor> parameters, int step) {
        optimizer.zeroGrad();
        for (String name : NAMES) {
            String key = "adamw/" + step + "/grad/" + name;
            if (GoldenTensors.has(key)) {
                parameters.get(name).mul(GoldenTensors.get(key)).sum().backward(); // the gradient is the factor
            }
        }
        double norm = optimizer.clipGradNorm(2.5);
        assertThat(norm).isCloseTo(GoldenTensors.get("adamw/" + step + "/norm").item(), within(1e-5));
        for (String name : NAMES) {
            String key = "adamw/" + step + "/clipped/" + name;
            if (GoldenTensors.has(key)) {
                GoldenTensors.assertEqual(key, parameters.get(name).grad(), 1e-6);
            }
        }
        optimizer.step(0.02 * (step + 1));
        for (String name : NAMES) {
            GoldenTensors.assertEqual("adamw/" + step + "/after/" + name, parameters.get(name), 1e-6);
        }
    }

    @Test
    void fiveStepsAreThoseOfPyTorch() {
        try (var _ = Scope.open()) {
            Map<String, Tensor> parameters = parameters("adamw/start/");
            try (var optimizer = new AdamW(parameters, OPTIONS)) {
                assertThat(optimizer.gradNorm()).isZero();
                for (int step = 0; step < 5; step++) {
                    step(optimizer, parameters, step);
                }
                assertThat(optimizer.state().get("step.late").toLongs()).containsExactly(3);
            }
        }
    }

    @Test
    void goesOnFromASavedState() {
        try (var _ = Scope.open()) {
            Map<String, Tensor> parameters = parameters("adamw/start/");
            Map<String, Tensor> saved = new LinkedHashMap<>();
            try (var optimizer = new AdamW(parameters, OPTIONS)) {
                for (int step = 0; step < 2; step++) {
                    step(optimizer, parameters, step);
                }
                optimizer.state().forEach((name, tensor) -> saved.put(name, tensor.copy()));
            }
            assertThat(saved).doesNotContainKey("step.late").hasSize(6);
            parameters = parameters("adamw/1/after/");
            try (var optimizer = new AdamW(parameters, OPTIONS)) {
                optimizer.restore(saved);
                for (int step = 2; step < 5; step++) {
                    step(optimizer, parameters, step);
                }
                optimizer.restore(Map.of());
                assertThat(optimizer.state()).isEmpty();
            }
        }
    }

    @Test
    void refusesAStateThatDoesNotFitAndStaysAsItWas() {
        try (var _ = Scope.open()) {
            Map<String, Tensor> parameters = parameters("adamw/start/");
            try (var optimizer = new AdamW(parameters, OPTIONS)) {
                step(optimizer, parameters, 0);
                Map<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
                state.remove("exp_avg_sq.bias");
                assertThatThrownBy(() -> optimizer.restore(state))
                        .isInstanceOf(TensorException.class)
                        .hasMessage("AdamW.restore: exp_avg_sq.bias expected F32[3], found nothing");
                state.put("exp_avg_sq.bias", Tensor.zeros(DType.F32, 4));
                assertThatThrownBy(() -> optimizer.restore(state)).hasMessageEndingWith("found F32(4)");
                assertThat(optimizer.state()).hasSize(6);
                step(optimizer, parameters, 1);
            }
        }
    }

    @Test
    void refusesToGoOnWhenClosed() {
        try (var _ = Scope.open()) {
            var optimizer = new AdamW(parameters("adamw/start/"), OPTIONS);
            optimizer.close();
            optimizer.close();
            assertThatThrownBy(() -> optimizer.step(1))
                    .isInstanceOf(TensorException.class)
                    .hasMessage("AdamW.step: the optimizer is closed");
        }
    }

    @Test
    void refusesParametersAndOptionsItCannotUse() {
        try (var _ = Scope.open()) {
            Map<String, Tensor> parameters = Map.of("w", Tensor.zeros(DType.BF16, 2));
            assertThatThrownBy(() -> new AdamW(parameters, OPTIONS))
                    .isInstanceOf(TensorException.class)
                    .hasMessage("AdamW: parameter w expected F32, found BF16(2)");
        }
        assertThatThrownBy(() -> new AdamW.Options(1, 0.9, 1e-8, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AdamW.Options(0.9, 0.9, Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
