// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.evaluation.shapeworld.Task;
import io.github.deepgen4j.model.vae.Autoencoder;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Latents (the posterior's mean) and prompts of a fixed set of training scenes, grouped by prompt length. Owns one tensor.
 */
public final class LatentCache implements AutoCloseable {
    private static final int ENCODED_AT_ONCE = 100;

    private final List<String> prompts = new ArrayList<>();
    private final List<List<Integer>> groups;
    private final Tensor latents; // (N, C, h, w)

    /** One training sample: its prompt and its place in the cache. */
    public record Sample(String prompt, int place) {}

    private LatentCache(List<Task> tasks, Tensor latents, ToIntFunction<String> length) {
        this.latents = latents;
        TreeMap<Integer, List<Integer>> byLength = new TreeMap<>();
        for (Task task : tasks) {
            byLength.computeIfAbsent(length.applyAsInt(task.prompt()), _ -> new ArrayList<>())
                    .add(prompts.size());
            prompts.add(task.prompt());
        }
        this.groups = List.copyOf(byLength.values());
    }

    /** Draws {@code count} training tasks and encodes their pictures. */
    public static LatentCache of(
            ShapeWorldData data, int count, Autoencoder vae, ToIntFunction<String> length, RandomGenerator random) {
        List<Task> tasks = data.draw(count, random);
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            List<Tensor> encoded = new ArrayList<>();
            for (int start = 0; start < count; start += ENCODED_AT_ONCE) {
                try (var scope = Scope.open()) {
                    Tensor pixels =
                            ShapeWorldData.pixels(tasks.subList(start, Math.min(count, start + ENCODED_AT_ONCE)));
                    encoded.add(scope.keep(vae.toLatents(vae.encode(pixels).mode())));
                }
            }
            return new LatentCache(tasks, Tensor.cat(0, encoded).own(), length);
        }
    }

    /** Shape (C, h, w) of one sample's latents. */
    public long[] shape() {
        return new long[] {latents.size(1), latents.size(2), latents.size(3)};
    }

    /** Samples whose prompts have one length; a length is as likely as its samples are many. */
    public List<Sample> draw(int count, RandomGenerator random) {
        int place = random.nextInt(prompts.size());
        List<Integer> group = groups.getFirst();
        for (List<Integer> candidate : groups) {
            group = candidate;
            place -= candidate.size();
            if (place < 0) {
                break;
            }
        }
        List<Sample> samples = new ArrayList<>();
        while (samples.size() < count) {
            int chosen = group.get(random.nextInt(group.size()));
            samples.add(new Sample(prompts.get(chosen), chosen));
        }
        return samples;
    }

    /** Latents of samples, (B, C, h, w), in the innermost scope. */
    public Tensor latents(List<Sample> samples) {
        long[] places = samples.stream().mapToLong(Sample::place).toArray();
        return latents.indexSelect(0, Tensor.of(places, places.length));
    }

    @Override
    public void close() {
        latents.close();
    }
}
