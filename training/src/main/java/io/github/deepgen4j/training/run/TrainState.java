// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.distributed.ParallelAdamW;
import java.util.Map;

/**
 * A model and what learning adds to it: Adam's moments and the averages of the trainable parameters, shared by the
 * processes of a group. Owns moments and averages; model and group belong to the caller. Methods that talk to other
 * processes must be called by all.
 */
public final class TrainState implements AutoCloseable {
    private final Networks model;
    private final Map<String, Tensor> trainable;
    private final ProcessGroup group;
    private final ParallelAdamW optimizer;
    private final Ema ema;
    private final Unreached unreached;

    public TrainState(TrainConfig config, Networks model, ProcessGroup group) {
        this.model = model;
        this.group = group;
        this.trainable = model.parameters(config.trainable());
        this.optimizer = new ParallelAdamW(
                trainable,
                config.optimizer().options(),
                group,
                config.distributed().zero());
        this.ema = new Ema(optimizer.share(), config.ema());
        this.unreached = new Unreached(model, config.trainable());
    }

    public Networks model() {
        return model;
    }

    /** The parameters that learn, by full name, adapters included. */
    public Map<String, Tensor> trainable() {
        return trainable;
    }

    public ProcessGroup group() {
        return group;
    }

    public ParallelAdamW optimizer() {
        return optimizer;
    }

    /** The averages of the parameters that this process looks after. */
    public Ema ema() {
        return ema;
    }

    /** The averages of all parameters on rank 0, or none; in the innermost scope or owned by this object. */
    public Map<String, Tensor> averages() {
        return optimizer.gather(ema.averages());
    }

    /** Runs something on every rank while all parameters hold their averages, where there are any. */
    public void withAverages(Runnable work) {
        if (!ema.averaging()) {
            work.run();
            return;
        }
        try (var _ = ema.swapIn()) {
            optimizer.broadcastShares();
            work.run();
        }
        optimizer.broadcastShares();
    }

    /** Trainable entries that no gradient has come to since this object was made. */
    Unreached unreached() {
        return unreached;
    }

    @Override
    public void close() {
        ema.close();
        optimizer.close();
    }
}
