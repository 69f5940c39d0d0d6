// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.run.TrainState;
import io.github.deepgen4j.training.run.Update;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares an update with the recorded one: loss, gradients, weights after. */
final class StepComparison {
    private static final double LOSS = 1e-4;
    private static final double LEAST_LOSS = 1e-6; // policy and divergence cancel
    private static final double GRADIENT = 2e-3;
    private static final double ROUNDING = 1e-6;

    private final JsonNode facts;
    private final Safetensors tensors;
    private final TrainState state;
    private final int samples;
    private final boolean whole;

    /**
     * @param samples of all rollouts
     * @param whole true if there was one rollout only
     */
    StepComparison(JsonNode facts, Safetensors tensors, TrainState state, int samples, boolean whole) {
        this.facts = facts;
        this.tensors = tensors;
        this.state = state;
        this.samples = samples;
        this.whole = whole;
    }

    void compare(Update.Result result, Map<String, Tensor> before) {
        double expected = facts.get("loss").asDouble();
        System.out.printf(
                Locale.ROOT,
                "parity  %-60s %.3e for %.3e, norm %.5e for %.5e%n",
                name("loss"),
                result.loss(),
                expected,
                result.gradNorm(),
                facts.get("grad_norm_total").asDouble());
        assertThat(Math.abs(result.loss() - expected))
                .as(name("loss") + ": " + result.loss() + " for " + expected)
                .isLessThanOrEqualTo(Math.max(LEAST_LOSS, LOSS * Math.abs(expected)));
        assertNorm(
                "gradient norm", result.gradNorm(), facts.get("grad_norm_total").asDouble(), 0);
        if (result.measures().containsKey("kl") && whole && !cut()) {
            Golden.assertClose(
                    name("kl"),
                    result.measures().get("kl"),
                    facts.get("metrics").get("kl").asDouble(),
                    1e-3);
        }
        double kept = Math.min(1, facts.get("max_grad_norm").asDouble() / (result.gradNorm() + 1e-6));
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            state.trainable().forEach((full, parameter) -> {
                Tensor gradient = parameter.grad();
                if (gradient != null) {
                    gradients.put(full.substring("transformer.".length()), gradient.mul(1 / kept));
                }
            });
            double largest = gradients.values().stream()
                    .mapToDouble(g -> g.abs().max().item())
                    .max()
                    .orElseThrow();
            facts.get("grad_norm").properties().forEach(entry -> {
                double norm = entry.getValue().asDouble();
                Tensor own = gradients.get(entry.getKey());
                double found = own == null ? 0 : own.norm().item();
                assertNorm("gradient norm of " + entry.getKey(), found, norm, 1e-3 * result.gradNorm());
            });
            gradients.forEach((name, gradient) -> compare(name, gradient, before, largest));
        }
    }

    /** True if the samples were cut into several micro-batches. */
    private boolean cut() {
        return facts.get("options").path("atrain_micro_batch_size").asInt(samples) < samples;
    }

    /**
     * Images of a group that follow the ODE from the same noise are equal, so that their gradients cancel, up to
     * the rounding of a loss that may be large: the published norm is that noise, in part.
     */
    private void assertNorm(String what, double found, double expected, double least) {
        double noise = ROUNDING * Math.abs(facts.get("loss").asDouble());
        assertThat(Math.abs(found - expected))
                .as(name(what) + ": " + found + " for " + expected)
                .isLessThanOrEqualTo(GRADIENT * Math.max(expected, least) + noise);
    }

    private void compare(String parameter, Tensor gradient, Map<String, Tensor> before, double largest) {
        String recorded = name("grad." + parameter);
        if (!tensors.has(recorded)) {
            return;
        }
        Tensor expected = tensors.tensor(recorded);
        if (expected.norm().item() == 0) {
            return; // no part of the output: the last block's queries for the context
        }
        assertThat(Golden.relativeError(gradient, expected)).as(recorded).isLessThanOrEqualTo(GRADIENT);
        Tensor counts = expected.abs().gt(1e-5 * largest).to(DType.F32);
        Tensor was = before.get("transformer." + parameter);
        Tensor moved =
                state.trainable().get("transformer." + parameter).sub(was).mul(counts);
        Tensor should = tensors.tensor(name("after." + parameter)).sub(was).mul(counts);
        assertThat(Golden.relativeError(moved, should))
                .as(name("after." + parameter))
                .isLessThanOrEqualTo(1e-2);
    }

    private String name(String what) {
        return facts.get("run").asString() + "." + what;
    }
}
