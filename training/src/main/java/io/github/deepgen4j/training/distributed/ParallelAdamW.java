// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.distributed;

import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.distributed.Buckets.Bucket;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * AdamW over the gradients of all processes of a group. Every process holds all parameters; {@code zero} says what else
 * (Rajbhandari et al. 2020, ZeRO):
 *
 * <ul>
 *   <li>0: everything. Gradients are summed once a step, and all make the same update.
 * <li>1: Adam's moments of its share of the parameters. Gradients are summed at their owner once a step, who updates
 * the
 *       parameters and sends them to all.
 * <li>2: between micro-batches gradients of its share only, too: they are summed at their owner after each micro-batch.
 * </ul>
 *
 * <p>A share is made of whole tensors. Sums are the same bits with 0 and 1, and with 2 if a process has one micro-batch
 * a step. All methods that talk to other processes must be called by all. Owns the moments; the parameters belong to
 * the caller.
 */
public final class ParallelAdamW implements AutoCloseable {
    private final Map<String, Tensor> parameters;
    private final ProcessGroup group;
    private final int zero;
    private final List<Bucket> buckets;
    private final Set<String> owned;
    private final AdamW own;

    /** @param zero 0, 1 or 2; of no importance to a process alone */
    public ParallelAdamW(Map<String, Tensor> parameters, AdamW.Options options, ProcessGroup group, int zero) {
        this.parameters = parameters;
        this.group = group;
        this.zero = group.worldSize() == 1 ? 0 : zero;
        this.buckets = Buckets.of(parameters, group.worldSize());
        this.owned = buckets.stream()
                .filter(bucket -> bucket.owner() == group.rank())
                .flatMap(bucket -> bucket.names().stream())
                .collect(Collectors.toSet());
        this.own = new AdamW(this.zero == 0 ? parameters : share(), options);
        parameters.values().forEach(parameter -> parameter.requireGrad(true));
    }

    /** The parameters that this process looks after, in order; with {@code zero} 0 rank 0 looks after all of them. */
    public Map<String, Tensor> share() {
        Map<String, Tensor> share = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            if (zero == 0 ? group.rank() == 0 : owned.contains(name)) {
                share.put(name, parameter);
            }
        });
        return share;
    }

    /** Forgets all gradients. */
    public void zeroGrad() {
        parameters.values().forEach(Tensor::clearGrad);
    }

    /** To be called when the gradients of a micro-batch have been added. */
    public void microBatchDone() {
        if (zero == 2) {
            reduceGradients();
        }
    }

    /** To be called after the last micro-batch of a step, before clipping. */
    public void lastMicroBatchDone() {
        if (zero != 2) {
            reduceGradients();
        }
    }

    private void reduceGradients() {
        if (group.worldSize() == 1) {
            return;
        }
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            Set<String> present = present();
            for (Bucket bucket : buckets) {
                List<String> names =
                        bucket.names().stream().filter(present::contains).toList();
                if (!names.isEmpty()) {
                    reduceGradients(bucket.owner(), names);
                }
            }
        }
    }

    /** Names of parameters that have a gradient anywhere; the others stay without one, as in a process alone. */
    private Set<String> present() {
        long[] flags = parameters.values().stream()
                .mapToLong(parameter -> parameter.grad() == null ? 0 : 1)
                .toArray();
        Tensor counts = Tensor.of(flags, flags.length);
        group.allReduce(counts);
        long[] holders = counts.toLongs();
        Set<String> present = new HashSet<>();
        int i = 0;
        for (String name : parameters.keySet()) {
            if (holders[i++] > 0) {
                present.add(name);
            }
        }
        return present;
    }

    private void reduceGradients(int owner, List<String> names) {
        try (var _ = Scope.open()) {
            Tensor flat = Tensor.cat(0, names.stream().map(this::flatGradient).toList());
            if (zero == 0) {
                group.allReduce(flat);
            } else {
                group.reduce(owner, flat);
            }
            long start = 0;
            for (String name : names) {
                Tensor parameter = parameters.get(name);
                if (zero == 0 || owner == group.rank()) {
                    Tensor sum = flat.narrow(0, start, parameter.elements()).reshape(parameter.shape());
                    Tensor gradient = parameter.grad();
                    if (gradient == null) {
                        parameter.setGrad(sum.copy());
                    } else {
                        gradient.copyFrom(sum);
                    }
                } else {
                    parameter.clearGrad();
                }
                start += parameter.elements();
            }
        }
    }

    private Tensor flatGradient(String name) {
        Tensor gradient = parameters.get(name).grad();
        return gradient == null ? Tensor.zeros(DType.F32, parameters.get(name).elements()) : gradient.reshape(-1);
    }

    /**
     * Scales the summed gradients so that their common norm is at most {@code max}.
     *
     * @return the norm before, the same on all processes
     */
    public double clipGradNorm(double max) {
        if (zero == 0) {
            return own.clipGradNorm(max);
        }
        Map<String, Float> squares = own.gradSquares();
        float[] all = new float[parameters.size()];
        int i = 0;
        for (String name : parameters.keySet()) {
            all[i++] = squares.getOrDefault(name, 0f);
        }
        float sum = 0;
        try (var _ = Scope.open()) {
            Tensor gathered = Tensor.of(all, all.length);
            group.allReduce(gathered); // each has one owner: nothing is rounded
            for (float square : gathered.toFloats()) {
                sum += square;
            }
        }
        double norm = Math.sqrt(sum);
        own.clipGrads(norm, max);
        return norm;
    }

    /** One update; afterwards all processes have the same parameters. */
    public void step(double learningRate) {
        own.step(learningRate);
        if (zero > 0) {
            broadcastShares();
        }
    }

    /** Gives all processes each parameter as the process has it that {@link #share() looks after it}. */
    public void broadcastShares() {
        if (group.worldSize() > 1) {
            buckets.forEach(bucket -> broadcast(zero == 0 ? 0 : bucket.owner(), bucket.names()));
        }
    }

    /** Gives all processes the parameters of rank 0, from which the run begins. */
    public void broadcastFromRankZero() {
        if (group.worldSize() > 1) {
            buckets.forEach(bucket -> broadcast(0, bucket.names()));
        }
    }

    private void broadcast(int root, List<String> names) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            List<Tensor> values = names.stream().map(parameters::get).toList();
            Tensor flat = Tensor.cat(
                    0, values.stream().map(value -> value.detach().reshape(-1)).toList());
            group.broadcast(root, flat);
            if (root != group.rank()) {
                long start = 0;
                for (Tensor value : values) {
                    value.copyFrom(flat.narrow(0, start, value.elements()).reshape(value.shape()));
                    start += value.elements();
                }
            }
        }
    }

    /**
     * Moments and step counts of all parameters, to be saved by rank 0; on other ranks there are some of them only.
     * Belong to this optimizer or the innermost scope.
     */
    public Map<String, Tensor> state() {
        return gather(own.state());
    }

    /** Brings tensors together that each process has of {@link #share() its share}: rank 0 returns all of them. */
    public Map<String, Tensor> gather(Map<String, Tensor> mine) {
        return zero == 0 ? mine : Gather.onRankZero(group, mine);
    }

    /** Continues from a saved state of all parameters; see {@link AdamW#restore}. */
    public void restore(Map<String, Tensor> state) {
        own.restore(state);
    }

    /** Releases the moments. */
    @Override
    public void close() {
        own.close();
    }
}
