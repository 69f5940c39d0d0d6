// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.shapeworld.prompt.PromptGenerator;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.scene.ObjectSize;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.scene.SceneObject;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import io.github.deepgen4j.training.rl.prompt.Origin;
import io.github.deepgen4j.training.rl.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Pictures of a prompt of which one is known to be the best.
 *
 * @param best its place in the group
 */
public record KnownAnswer(ImageGroup group, int best) {
    private static final int SIDE = 256;
    private static final int MIDDLE = 32;

    private static final Image CIRCLE = shape(Shape.CIRCLE, Colour.RED);
    private static final Image SQUARE = shape(Shape.SQUARE, Colour.BLUE);

    /** Two prompts and a picture of each: each fits its own prompt better, wherever it is shown. */
    static List<KnownAnswer> shapes() {
        return List.of(
                of("a red circle", 0, CIRCLE, SQUARE),
                of("a red circle", 1, SQUARE, CIRCLE),
                of("a blue square", 0, SQUARE, CIRCLE),
                of("a blue square", 1, CIRCLE, SQUARE));
    }

    /** Words, of which one is asked for. */
    static List<KnownAnswer> words() {
        Image help = word("HELP");
        Image moon = word("MOON");
        return List.of(
                of("the text \"HELP\" in black", 0, help, moon), of("the text \"MOON\" in black", 1, help, moon));
    }

    /** A picture as it was made, and one spoiled by noise. */
    static List<KnownAnswer> sharpness() {
        return List.of(of("a red circle", 0, CIRCLE, noise()), of("a blue square", 1, noise(), SQUARE));
    }

    /** Noise, which makes the larger file, and a picture as it was made. */
    static List<KnownAnswer> noisiness() {
        return List.of(of("noise", 0, noise(), CIRCLE), of("noise", 1, SQUARE, noise()));
    }

    /** Tasks of ShapeWorld with pictures of two of them. */
    static List<KnownAnswer> tasks(Category category) {
        RandomGenerator random = Choices.random(1);
        Task one = PromptGenerator.draw(category, random);
        Task other = PromptGenerator.draw(category, random);
        return List.of(
                new KnownAnswer(new ImageGroup(prompt(one), List.of(one.target(), other.target())), 0),
                new KnownAnswer(new ImageGroup(prompt(other), List.of(one.target(), other.target())), 1));
    }

    private static Prompt prompt(Task task) {
        return new Prompt(task.prompt(), "known answers", Map.of(), new Origin.World(task));
    }

    private static KnownAnswer of(String prompt, int best, Image... images) {
        return new KnownAnswer(new ImageGroup(new Prompt(prompt, "known answers", Map.of()), List.of(images)), best);
    }

    private static Image shape(Shape shape, Colour colour) {
        return large(new Scene(Colour.GRAY, List.of(new SceneObject(shape, colour, ObjectSize.LARGE, MIDDLE, MIDDLE))));
    }

    private static Image word(String text) {
        return large(new Scene(Colour.WHITE, new Lettering(text, Colour.BLACK)));
    }

    private static Image large(Scene scene) {
        return Resize.resize(Renderer.render(scene), new Size(SIDE, SIDE), Filter.BICUBIC);
    }

    private static Image noise() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(1).nextBytes(rgb);
        return Image.of(SIDE, SIDE, rgb);
    }

    /**
     * Compares a reward's answers with what is known.
     *
     * @return what is wrong with them; nothing where they are right
     */
    static List<String> faults(Reward reward, Asker asker) {
        List<Double> all = new ArrayList<>();
        double margin = 0;
        for (KnownAnswer known : reward.known()) {
            Worths worths = reward.worths(known.group(), asker);
            double others = 0;
            for (int i = 0; i < worths.values().length; i++) {
                if (worths.failed()[i]) {
                    return List.of("it did not answer: " + asker.reasons());
                }
                all.add(worths.values()[i]);
                others += i == known.best() ? 0 : worths.values()[i];
            }
            margin += worths.values()[known.best()] - others / (worths.values().length - 1);
        }
        if (all.isEmpty() || margin > 0) {
            return List.of();
        }
        boolean constant = all.stream().distinct().count() == 1;
        return List.of((constant
                        ? "its answers are constant: "
                        : "its answers are reversed or do not depend on the" + " picture: ")
                + all);
    }
}
