// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The draws of a group of images of one prompt: standard normal, float32, in the innermost scope. A pure function of
 * image and step, so that it does not matter in which passes, in what order and by which process they are drawn (B14,
 * B15).
 */
public interface GroupNoise {
    /** Initial latents (count, C, h, w) of the images from {@code first} on. */
    Tensor start(int first, int count, long... shape);

    /** The draws (count, C, h, w) of the images in step 0, 1, ... */
    Tensor step(int number, int first, int count, long... shape);

    /**
     * The draws of one group of a run.
     *
     * @param seed of the run
     * @param group number of the group in the run
     * @param sharedStart true if all images of the group begin with the same latents
     */
    record Keyed(long seed, long group, boolean sharedStart) implements GroupNoise {
        private static final long START = -1;
        private static final long SHARED = -1;

        @Override
        public Tensor start(int first, int count, long... shape) {
            return draws(first, count, image -> key(sharedStart ? SHARED : image, START), shape);
        }

        @Override
        public Tensor step(int number, int first, int count, long... shape) {
            return draws(first, count, image -> key(image, number), shape);
        }

        private long key(long image, long step) {
            return Seeds.mix(Seeds.mix(Seeds.mix(seed, group), image), step);
        }

        private static Tensor draws(int first, int count, IntToLongFunction key, long... shape) {
            List<Tensor> rows = new ArrayList<>();
            for (int image = first; image < first + count; image++) {
                try (var rng = Rng.seeded(key.applyAsLong(image))) {
                    rows.add(rng.normal(shape));
                }
            }
            return Tensor.stack(0, rows);
        }
    }
}
