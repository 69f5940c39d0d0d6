// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.model.generation.LatentEncoder;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Latents (the posterior's mean) of a fixed set of training examples, grouped so that a batch holds prompts of one
 * length, either all with a reference or all without. Owns two tensors.
 */
final class LatentCache implements AutoCloseable {
    private static final int ENCODED_AT_ONCE = 100;

    private final List<Planned> examples;
    private final List<List<Integer>> groups;
    private final Tensor latents; // (N, C, h, w)
    private final Tensor references; // (N, C, h, w); of examples without a reference the latents once more

    /** One training sample and its place in the cache. */
    public record Sample(Planned example, int place) {}

    private LatentCache(List<Planned> examples, List<List<Integer>> groups, Tensor latents, Tensor references) {
        this.examples = examples;
        this.groups = groups;
        this.latents = latents;
        this.references = references;
    }

    /** Draws {@code count} training examples and encodes their images. */
    public static LatentCache of(
            PlannedData.Source data,
            int count,
            LatentEncoder encoder,
            ToIntFunction<Planned> length,
            RandomGenerator random) {
        List<Planned> examples = data.draw(count, random);
        TreeMap<Integer, List<Integer>> prompts = new TreeMap<>();
        TreeMap<Integer, List<Integer>> edits = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            Planned example = examples.get(i);
            (example.before().isPresent() ? edits : prompts)
                    .computeIfAbsent(length.applyAsInt(example), _ -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> groups = new ArrayList<>(prompts.values());
        groups.addAll(edits.values());
        Tensor latents = encode(examples.stream().map(Planned::after).toList(), encoder);
        List<Scenery> before = examples.stream()
                .map(example -> example.before().orElse(example.after()))
                .toList();
        return new LatentCache(examples, groups, latents, edits.isEmpty() ? latents : encode(before, encoder));
    }

    private static Tensor encode(List<Scenery> scenes, LatentEncoder encoder) {
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            List<Tensor> encoded = new ArrayList<>();
            for (int start = 0; start < scenes.size(); start += ENCODED_AT_ONCE) {
                try (var scope = Scope.open()) {
                    Tensor pixels =
                            Scenery.pixels(scenes.subList(start, Math.min(scenes.size(), start + ENCODED_AT_ONCE)));
                    encoded.add(scope.keep(encoder.mode(encoder.posterior(pixels))));
                }
            }
            return Tensor.cat(0, encoded).own();
        }
    }

    /** Shape (C, h, w) of one sample's latents. */
    public long[] shape() {
        return new long[] {latents.size(1), latents.size(2), latents.size(3)};
    }

    /** Samples of one group; a group is as likely as its samples are many. */
    public List<Sample> draw(int count, RandomGenerator random) {
        int place = random.nextInt(examples.size());
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
            samples.add(new Sample(examples.get(chosen), chosen));
        }
        return samples;
    }

    /** Latents of the wanted images, (B, C, h, w), in the innermost scope. */
    public Tensor latents(List<Sample> samples) {
        return rows(latents, samples);
    }

    /** Latents of the references, (B, C, h, w), in the innermost scope. */
    public Tensor references(List<Sample> samples) {
        return rows(references, samples);
    }

    private static Tensor rows(Tensor table, List<Sample> samples) {
        long[] places = samples.stream().mapToLong(Sample::place).toArray();
        return table.indexSelect(0, Tensor.of(places, places.length));
    }

    @Override
    public void close() {
        latents.close();
        if (references != latents) {
            references.close();
        }
    }
}
