// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static io.github.deepgen4j.model.files.ConfigException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.tensor.Tensor;

/**
 * The clipped loss of Flow-GRPO (spec/rl.md section 10.1): the ratio of the probabilities that the policy of now and
 * that of the rollout give to a step counts up to a bound only, in the direction that the advantage wants.
 *
 * @param low the ratio counts down to 1 - low where it is to fall
 * @param high the ratio counts up to 1 + high where it is to rise (B19)
 */
public record ClippedPolicy(
        @JsonProperty(defaultValue = "1.0e-4") double low,
        @JsonProperty(defaultValue = "1.0e-4") double high) {
    public ClippedPolicy {
        require(low > 0 && low <= 1, "low", "more than 0, at most 1", low);
        require(high > 0 && high < Double.POSITIVE_INFINITY, "high", "more than 0, finite", high);
    }

    /**
     * Losses of samples.
     *
     * @param loss (B), with the graph of the exponent
     * @param ratio (B), the same
     */
    public record Losses(Tensor loss, Tensor ratio) {}

    /**
     * max(-A r, -A clamp(r, 1 - low, 1 + high)) with r = exp(exponent). Written as the one bound that can matter for
     * the sign of A, which is the same value and gradient and stays finite where r overflows.
     *
     * @param exponent (B), the difference of the log-probabilities
     * @param advantages (B)
     */
    public Losses of(Tensor exponent, Tensor advantages) {
        Tensor ratio = exponent.exp();
        Tensor falling = advantages.lt(0);
        Tensor rising = advantages.gt(0).or(advantages.eq(0));
        Tensor counted = ratio.clamp(Double.NEGATIVE_INFINITY, 1 + high)
                .maskedFill(falling, 0)
                .add(ratio.clamp(1 - low, Double.POSITIVE_INFINITY).maskedFill(rising, 0));
        return new Losses(advantages.neg().mul(counted), ratio);
    }

    /** The published option against overflow: differences of log-probabilities within -10..10. */
    static Tensor bounded(Tensor difference) {
        return difference.clamp(-10, 10);
    }
}
