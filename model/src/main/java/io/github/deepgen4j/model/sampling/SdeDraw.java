// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.sampling;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * A stochastic step of a batch, with what it draws.
 *
 * @param noise draws (B, C, h, w), standard normal, when the step is made, in the innermost scope
 */
public record SdeDraw(SdeStep sde, Supplier<Tensor> noise) implements Step {
    @Override
    public Tensor begin(Tensor start) {
        return start.to(DType.F32);
    }

    @Override
    public Tensor next(Tensor latents, Tensor velocity, Interval at) {
        List<Interval> intervals = Collections.nCopies(Math.toIntExact(latents.size(0)), at);
        return sde.draw(sde.mean(latents, velocity, intervals), noise.get(), intervals);
    }
}
