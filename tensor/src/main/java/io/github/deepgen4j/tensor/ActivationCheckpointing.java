// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.global.torch;

/**
 * Trades time for memory (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): while this guard is open
 * on a thread, {@link #of} keeps only the inputs of a segment of the network for the backward pass and computes
 * everything inside a second time there, with the same dropout. Open it around forward <em>and</em> backward pass of a
 * micro-batch.
 *
 * <p>LibTorch has no such thing outside of Python, so it is made of gradient hooks: the outputs enter the graph as
 * constants tied to the inputs by a zero; when their gradient arrives, the segment is run again with a graph of its
 * own, its backward pass is run on the spot, and what arrives at the inputs replaces the gradient of the zero.
 */
public final class ActivationCheckpointing implements AutoCloseable {
    private static final ThreadLocal<ActivationCheckpointing> CURRENT = new ThreadLocal<>();

    private final ActivationCheckpointing enclosing = CURRENT.get();
    private final Thread thread = Thread.currentThread();
    private final List<Segment> segments = new ArrayList<>();
    private RuntimeException failure;

    private ActivationCheckpointing() {
        CURRENT.set(this);
    }

    /** Segments of this thread are recomputed until the guard closes. */
    public static ActivationCheckpointing open() {
        return new ActivationCheckpointing();
    }

    /**
     * Runs a segment.
     *
     * @param body computes outputs of one floating type from the inputs and from parameters; must do the same when it
     *     is run again
     * @param inputs all non-parameters through which gradients flow back
     */
    public static Tensor[] of(UnaryOperator<Tensor[]> body, Tensor... inputs) {
        ActivationCheckpointing current = CURRENT.get();
        return current == null || !GradMode.is_enabled() ? body.apply(inputs) : current.segment(body, inputs);
    }

    private Tensor[] segment(UnaryOperator<Tensor[]> body, Tensor[] inputs) {
        Segment segment = new Segment(body, inputs);
        segments.add(segment);
        return segment.forward(inputs);
    }

    /** One run of a body: what it was given, and where the gradients go. */
    private final class Segment {
        private final UnaryOperator<Tensor[]> body;
        private final Tensor[] inputs; // owned, outside of the graph
        private final boolean[] needed;
        private final byte[] randomState = state(); // dropout draws the same again
        private final Tensor[] gradients; // owned; null where none arrives
        private final List<TensorTensorHook> hooks = new ArrayList<>();

        Segment(UnaryOperator<Tensor[]> body, Tensor[] inputs) {
            this.body = body;
            this.inputs = new Tensor[inputs.length];
            this.needed = new boolean[inputs.length];
            this.gradients = new Tensor[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                this.inputs[i] = inputs[i].detach().own();
                this.needed[i] = inputs[i].requiresGrad();
            }
        }

        Tensor[] forward(Tensor[] given) {
            try (var outer = Scope.open()) {
                Tensor[] results;
                try (var _ = Autograd.disabled()) {
                    results = body.apply(inputs);
                }
                Tensor joined = joined(results).add(zero(given, results[0].dtype()));
                hook(joined, gradient -> {
                    Scope.workFor(thread, () -> backward(gradient));
                    return gradient;
                });
                Tensor[] parts = parted(joined, results);
                for (Tensor part : parts) {
                    outer.keep(part);
                }
                return parts;
            }
        }

        /** A zero that hangs on every input; its gradient becomes the one that the second run gave. */
        private Tensor zero(Tensor[] given, DType type) {
            Tensor zero = Tensor.zeros(type, 1).requireGrad(true); // a path to the parameters, even without such inputs
            for (int i = 0; i < given.length; i++) {
                if (needed[i]) {
                    int number = i;
                    Tensor tie = given[i].reshape(given[i].shape());
                    hook(tie, gradient -> gradients[number] == null ? gradient : gradients[number]);
                    zero = zero.add(tie.reshape(-1).narrow(0, 0, 1).mul(0).to(type));
                }
            }
            return zero;
        }

        private void hook(Tensor tensor, UnaryOperator<Tensor> change) {
            TensorTensorHook hook = new TensorTensorHook() {
                @Override
                public TensorBase call(TensorBase gradient) {
                    return changed(gradient, change);
                }
            };
            hook.retainReference(); // the graph outlives the scope it was made in
            hooks.add(hook);
            tensor.raw("activation checkpointing").register_hook(hook);
        }

        /** No exception may pass through LibTorch's engine: it is kept until the guard closes. */
        private TensorBase changed(TensorBase gradient, UnaryOperator<Tensor> change) {
            if (failure == null) {
                try (var _ = Scope.open()) {
                    Tensor wrapped = Operation.call("gradient", () -> new org.bytedeco.pytorch.Tensor(gradient));
                    Tensor result = change.apply(wrapped);
                    return result == wrapped ? gradient : result.raw("gradient");
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            return gradient;
        }

        private void backward(Tensor gradient) {
            byte[] before = state();
            restore(randomState);
            try (var _ = Autograd.enabled()) {
                Tensor[] leaves = new Tensor[inputs.length];
                for (int i = 0; i < leaves.length; i++) {
                    leaves[i] = inputs[i].detach().requireGrad(needed[i]);
                }
                Tensor joined = joined(body.apply(leaves));
                if (joined.requiresGrad()) { // else nothing inside learns, and nothing before it
                    Gradients.backward(joined, gradient);
                }
                for (int i = 0; i < leaves.length; i++) {
                    Tensor arrived = needed[i] ? Gradients.ofOwnLeaf(leaves[i]) : null;
                    gradients[i] = arrived == null ? null : arrived.own();
                }
            } finally {
                restore(before);
            }
        }

        void close() {
            Arrays.stream(inputs).forEach(Tensor::close);
            for (Tensor gradient : gradients) {
                if (gradient != null) {
                    gradient.close();
                }
            }
            hooks.forEach(TensorTensorHook::deallocate);
        }
    }

    private static Tensor joined(Tensor[] results) {
        return Tensor.cat(
                0, Arrays.stream(results).map(result -> result.reshape(-1)).toList());
    }

    private static Tensor[] parted(Tensor joined, Tensor[] like) {
        Tensor[] parts = new Tensor[like.length];
        long at = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = joined.narrow(0, at, like[i].elements()).reshape(like[i].shape());
            at += like[i].elements();
        }
        return parts;
    }

    private static byte[] state() {
        try (var _ = Scope.open();
                Generator generator = torch.globalContext()
                        .defaultGenerator(Device.getDefault().raw())) {
            return Operation.call("state", generator::get_state).storedBytes();
        }
    }

    private static void restore(byte[] state) {
        try (var _ = Scope.open();
                Generator generator = torch.globalContext()
                        .defaultGenerator(Device.getDefault().raw())) {
            generator.set_state(Tensor.of(state, state.length).to(Device.CPU).raw("restore"));
        }
    }

    /**
     * Releases what was kept for backward passes.
     *
     * @throws TensorException if a segment failed when it was run again: the gradients are incomplete
     */
    @Override
    public void close() {
        CURRENT.set(enclosing);
        segments.forEach(Segment::close);
        if (failure != null) {
            throw new TensorException(
                    "activation checkpointing: a segment failed in the backward pass: " + failure.getMessage(),
                    failure);
        }
    }
}
