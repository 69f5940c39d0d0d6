// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.Sampler;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.sampling.SdeDraw;
import io.github.deepgen4j.model.sampling.Step;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Draws groups of images and keeps the transitions that will be trained: the denoising loop that also generates images,
 * with a stochastic step. A group has one prompt, so nothing is ever padded to a neighbour (B9).
 */
public final class Rollout {
    private final Networks networks;
    private final RolloutOptions options;

    /** @param networks not owned */
    public Rollout(Networks networks, RolloutOptions options) {
        this.networks = networks;
        this.options = options;
    }

    /**
     * A drawn group.
     *
     * @param recording owned by whoever takes it
     */
    record Drawn(List<Image> images, Recording recording) {}

    /**
     * Draws a group.
     *
     * @param conditions of its prompt, one row
     * @param quietElsewhere true if noise is added in trained steps only, and others follow the ODE
     */
    Drawn draw(ConditionPair conditions, GroupNoise noise, Kept kept, boolean quietElsewhere) {
        IntPredicate noisy = quietElsewhere ? kept::trains : _ -> true;
        Sampler decoder = new Sampler(networks, new Euler());
        List<Image> images = new ArrayList<>();
        List<Recording> parts = new ArrayList<>();
        try {
            for (int first = 0; first < options.images(); first += options.together()) {
                int count = Math.min(options.together(), options.images() - first);
                try (var _ = Scope.open();
                        var _ = Autograd.disabled();
                        var recorder = new RolloutRecorder(options.sde(), kept)) {
                    Tensor latents = latents(conditions, noise, first, count, noisy, recorder);
                    images.addAll(Pixels.toImages(decoder.pixels(latents, Observer.NONE)));
                    parts.add(recorder.recording());
                }
            }
            return new Drawn(images, Recording.joined(parts));
        } catch (RuntimeException e) {
            parts.forEach(Recording::close);
            throw e;
        }
    }

    /**
     * Final latents (count, C, h, w) of the images of a group from {@code first} on.
     *
     * @param noisy the steps in which noise is added
     */
    Tensor latents(
            ConditionPair conditions, GroupNoise noise, int first, int count, IntPredicate noisy, Observer observer) {
        long[] shape = new LatentEncoder(networks).shape(options.size());
        IntFunction<Step> steps =
                i -> noisy.test(i) ? new SdeDraw(options.sde(), () -> noise.step(i, first, count, shape)) : new Euler();
        return new Sampler(networks, steps)
                .latents(
                        conditions,
                        Collections.nCopies(count, List.of()),
                        noise.start(first, count, shape),
                        options.sampler(),
                        observer);
    }
}
