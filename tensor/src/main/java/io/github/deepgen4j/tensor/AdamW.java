// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW with decoupled weight decay, as {@code torch.optim.AdamW}: {@code p -= lr (decay p + m' / (sqrt(v') + eps))}
 * with bias-corrected moments m' and v' (Loshchilov and Hutter 2019, algorithm 2). Decay applies to tensors of two or
 * more axes only. A parameter without gradient is skipped entirely, decay and step count included.
 *
 * <p>Owns the moments until it is closed; the parameters belong to the caller and are changed in place. Threads that
 * share an optimizer take turns.
 */
public final class AdamW implements AutoCloseable {
    /** Settings of the update: betas in [0, 1), eps above 0, weightDecay 0 or more. */
    public record Options(double beta1, double beta2, double eps, double weightDecay) {
        /** Throws {@link IllegalArgumentException} when a setting is out of its range. */
        public Options {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && eps > 0 && weightDecay >= 0)) {
                throw new IllegalArgumentException("AdamW expected 0 <= betas < 1, eps > 0, decay >= 0, found " + beta1
                        + " " + beta2 + " " + eps + " " + weightDecay);
            }
        }
    }

    private static final class Slot {
        private final Tensor parameter;
        private Tensor average; // null until the first gradient
        private Tensor squares;
        private long steps;

        private Slot(Tensor parameter) {
            this.parameter = parameter;
        }
    }

    private final Options options;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Marks every parameter (a float32 leaf, usually owned) as requiring its gradient.
     *
     * @throws TensorException if a parameter has another type
     */
    public AdamW(Map<String, Tensor> parameters, Options options) {
        this.options = options;
        parameters.forEach((name, parameter) -> {
            if (parameter.dtype() != DType.F32) {
                throw new TensorException("AdamW: parameter " + name + " expected F32, found " + parameter);
            }
        });
        parameters.forEach((name, parameter) -> slots.put(name, new Slot(parameter.requireGrad(true))));
    }

    /** Forgets all gradients. */
    public synchronized void zeroGrad() {
        slots.values().forEach(slot -> slot.parameter.clearGrad());
    }

    /** Squared norm of the gradient of each parameter that has one. */
    public synchronized Map<String, Float> gradSquares() {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            List<String> names = new ArrayList<>();
            List<Tensor> squares = new ArrayList<>();
            slots.forEach((name, slot) -> {
                Tensor grad = slot.parameter.grad();
                if (grad != null) {
                    names.add(name);
                    squares.add(grad.norm().square().reshape(1));
                }
            });
            Map<String, Float> result = new LinkedHashMap<>();
            if (!names.isEmpty()) {
                float[] values = Tensor.cat(0, squares).toFloats(); // waits for the device once
                for (int i = 0; i < values.length; i++) {
                    result.put(names.get(i), values[i]);
                }
            }
            return result;
        }
    }

    /** Euclidean norm over all gradients, 0 when there are none. */
    public synchronized double gradNorm() {
        float sum = 0;
        for (float square : gradSquares().values()) {
            sum += square;
        }
        return Math.sqrt(sum);
    }

    /**
     * Scales all gradients so that their common norm is at most {@code max}, as {@code clip_grad_norm_}.
     *
     * @return the norm before
     */
    public synchronized double clipGradNorm(double max) {
        double norm = gradNorm();
        clipGrads(norm, max);
        return norm;
    }

    /** Scales the gradients by max / norm if that is less than 1; {@code norm} may cover more than these parameters. */
    public synchronized void clipGrads(double norm, double max) {
        double factor = max / (norm + 1e-6);
        if (factor < 1) {
            try (var _ = Scope.open();
                    var _ = Autograd.disabled()) {
                for (Slot slot : slots.values()) {
                    Tensor grad = slot.parameter.grad();
                    if (grad != null) {
                        grad.mulInPlace(factor);
                    }
                }
            }
        }
    }

    /** One update with the gradients accumulated since {@link #zeroGrad()}. */
    public synchronized void step(double learningRate) {
        checkOpen("step");
        try (var _ = Autograd.disabled()) {
            for (Slot slot : slots.values()) {
                try (var _ = Scope.open()) {
                    Tensor grad = slot.parameter.grad();
                    if (grad != null) {
                        update(slot, grad, learningRate);
                    }
                }
            }
        }
    }

    private void update(Slot slot, Tensor grad, double learningRate) {
        Tensor p = slot.parameter;
        if (slot.average == null) {
            slot.average = Tensor.zeros(DType.F32, p.shape()).own();
            slot.squares = Tensor.zeros(DType.F32, p.shape()).own();
        }
        slot.steps++;
        if (options.weightDecay() > 0 && p.rank() >= 2) {
            p.mulInPlace(1 - learningRate * options.weightDecay());
        }
        slot.average.lerpInPlace(grad, 1 - options.beta1());
        slot.squares.mulInPlace(options.beta2()).addcmulInPlace(grad, grad, 1 - options.beta2());
        double correction1 = 1 - Math.pow(options.beta1(), slot.steps);
        double correction2 = 1 - Math.pow(options.beta2(), slot.steps);
        Tensor denominator =
                slot.squares.sqrt().mulInPlace(1 / Math.sqrt(correction2)).add(options.eps());
        p.addcdivInPlace(slot.average, denominator, -learningRate / correction1);
    }

    /** Moments and step counts, to be saved; the tensors belong to this optimizer, counts to the innermost scope. */
    public synchronized Map<String, Tensor> state() {
        checkOpen("state");
        Map<String, Tensor> state = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            if (slot.average != null) {
                state.put("exp_avg." + name, slot.average);
                state.put("exp_avg_sq." + name, slot.squares);
                state.put("step." + name, Tensor.of(new long[] {slot.steps}, 1));
            }
        });
        return state;
    }

    /**
     * Continues from a saved state; the tensors are copied. A parameter of which the state knows nothing begins anew.
     *
     * @throws TensorException if a parameter's state is incomplete or of another shape; nothing has changed then
     */
    public synchronized void restore(Map<String, Tensor> state) {
        checkOpen("restore");
        slots.forEach((name, slot) -> {
            boolean known = state.containsKey("exp_avg." + name);
            check(state, "exp_avg_sq." + name, known, DType.F32, slot.parameter.shape());
            check(state, "exp_avg." + name, known, DType.F32, slot.parameter.shape());
            check(state, "step." + name, known, DType.I64, 1);
        });
        slots.forEach((name, slot) -> {
            release(slot);
            if (state.containsKey("exp_avg." + name)) {
                try (var _ = Scope.open()) {
                    slot.average = placed(state.get("exp_avg." + name)).own();
                    slot.squares = placed(state.get("exp_avg_sq." + name)).own();
                    slot.steps = state.get("step." + name).toLongs()[0];
                }
            }
        });
    }

    private static void check(Map<String, Tensor> state, String key, boolean expected, DType type, long... shape) {
        Tensor found = state.get(key);
        if ((found != null) != expected
                || expected && (found.dtype() != type || !Arrays.equals(found.shape(), shape))) {
            throw new TensorException("AdamW.restore: " + key + " expected "
                    + (expected ? type + Arrays.toString(shape) : "nothing") + ", found "
                    + (found == null ? "nothing" : found));
        }
    }

    /** A copy where parameters are. */
    private static Tensor placed(Tensor moment) {
        Tensor there = moment.toDefaultDevice();
        return there == moment ? moment.copy() : there;
    }

    private static void release(Slot slot) {
        if (slot.average != null) {
            slot.average.close();
            slot.squares.close();
            slot.average = null;
            slot.squares = null;
            slot.steps = 0;
        }
    }

    private void checkOpen(String operation) {
        if (closed) {
            throw new TensorException("AdamW." + operation + ": the optimizer is closed");
        }
    }

    /** Releases the moments. Closing twice is allowed; a closed optimizer refuses to go on. */
    @Override
    public synchronized void close() {
        closed = true;
        slots.values().forEach(AdamW::release);
    }
}
