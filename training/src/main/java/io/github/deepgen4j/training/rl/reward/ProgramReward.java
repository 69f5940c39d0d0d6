// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import io.github.deepgen4j.training.rl.prompt.RewardName;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;

/**
 * A reward that a program computes, without asking anybody.
 *
 * @param rule always the same for the same prompt and picture
 */
record ProgramReward(RewardName name, ToDoubleBiFunction<Prompt, Image> rule, Supplier<List<KnownAnswer>> answers)
        implements Reward {
    private static final int QUALITY = 95;
    private static final double KILOBYTE = 1000;
    private static final double LARGE = 500;

    @Override
    public List<KnownAnswer> known() {
        return answers.get();
    }

    @Override
    public Worths worths(ImageGroup group, Asker asker) {
        double[] values = group.images().stream()
                .mapToDouble(image -> rule.applyAsDouble(group.prompt(), image))
                .toArray();
        return Worths.of(values, new boolean[values.length]);
    }

    /** Size as JPEG in kB. */
    static double incompressibility(int bytes) {
        return bytes / KILOBYTE;
    }

    /** Minus the size as JPEG, 1 for 500 kB. */
    static double compressibility(int bytes) {
        return -incompressibility(bytes) / LARGE;
    }

    static int jpegBytes(Image image) {
        return image.jpeg(QUALITY, Map.of()).length;
    }
}
