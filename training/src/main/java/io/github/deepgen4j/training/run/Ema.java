// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exponential moving average of parameters. Early on the decay is lower, {@code (1 + n) / (10 + n)} after n updates, so
 * that the first random values are soon forgotten. With a decay of 0 there are no averages: parameters stand for
 * themselves and take no second place in memory. Owns the averages.
 */
public final class Ema implements AutoCloseable {
    private final Map<String, Tensor> parameters;
    private final Map<String, Tensor> averages = new LinkedHashMap<>();
    private final double decay;

    public Ema(Map<String, Tensor> parameters, double decay) {
        this.parameters = parameters;
        this.decay = decay;
        if (decay == 0) {
            return;
        }
        try (var _ = Scope.open()) {
            parameters.forEach((name, parameter) ->
                    averages.put(name, parameter.detach().copy().own()));
        }
    }

    /** Takes the parameters as they are after step 1, 2, ... */
    public void update(int step) {
        double keep = decay(step, decay);
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            averages.forEach((name, average) -> average.lerpInPlace(parameters.get(name), 1 - keep));
        }
    }

    /** The decay after n updates. */
    public static double decay(int n, double most) {
        return Math.min(most, (1.0 + n) / (10.0 + n));
    }

    /** False with a decay of 0. */
    public boolean averaging() {
        return decay > 0;
    }

    /** Averages by name, none with a decay of 0; they belong to this object. */
    public Map<String, Tensor> averages() {
        return averages;
    }

    /**
     * Lets the parameters hold the averages while the guard is open, then gives them their own values back bit by bit.
     */
    public Swapped swapIn() {
        return new Swapped();
    }

    /** The time in which parameters hold their averages. */
    public final class Swapped implements AutoCloseable {
        private final Map<String, Tensor> own = new LinkedHashMap<>();

        private Swapped() {
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                averages.forEach((name, average) -> {
                    Tensor parameter = parameters.get(name);
                    own.put(name, parameter.detach().copy().own());
                    parameter.copyFrom(average);
                });
            }
        }

        @Override
        public void close() {
            try (var _ = Autograd.disabled()) {
                own.forEach((name, value) -> {
                    parameters.get(name).copyFrom(value);
                    value.close();
                });
            }
        }
    }

    @Override
    public void close() {
        averages.values().forEach(Tensor::close);
    }
}
