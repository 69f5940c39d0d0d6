// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.generation.DenoisingStep;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.model.sampling.SdeStep;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Device;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the transitions of a rollout that will be trained, with the probabilities that they had: computed as the policy
 * pass computes them, so that the ratio of both is exactly 1 as long as the weights are the same.
 */
final class RolloutRecorder implements Observer, AutoCloseable {
    private final SdeStep sde;
    private final Kept kept;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    RolloutRecorder(SdeStep sde, Kept kept) {
        this.sde = sde;
        this.kept = kept;
    }

    @Override
    public void step(DenoisingStep step) {
        int number = step.number() - 1;
        if (kept.latents(number, step.steps())) {
            keep("latents." + number, step.previous());
        }
        if (step.number() == step.steps() && kept.latents(step.steps(), step.steps())) {
            keep("latents." + step.steps(), step.latents());
        }
        if (kept.trains(number)) {
            try (var _ = Scope.open()) {
                List<Interval> intervals =
                        Collections.nCopies(Math.toIntExact(step.latents().size(0)), step.interval());
                Tensor mean = sde.mean(step.previous(), step.velocity(), intervals);
                keep("log_prob." + number, sde.logProb(step.latents(), mean, intervals));
                if (kept.means()) {
                    keep("mean." + number, mean);
                }
            }
        }
    }

    private void keep(String name, Tensor tensor) {
        try (var _ = Scope.open()) {
            tensors.put(
                    name, tensor.detach().to(DType.F32).to(Device.CPU).copy().own());
        }
    }

    /** Hands over what was kept; the recorder is then empty. */
    Recording recording() {
        Recording recording = new Recording(new LinkedHashMap<>(tensors));
        tensors.clear();
        return recording;
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
    }
}
