// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import io.github.deepgen4j.evaluation.recognition.IconLabels;
import io.github.deepgen4j.evaluation.recognition.IconRecogniser;
import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.scoring.Patch;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.scene.Colour;
import io.github.deepgen4j.training.data.DataException;
import io.github.deepgen4j.training.data.IconData;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Parts of scenes with the things in them, a little beside their places, and ruins of such parts, which show none. */
final class IconPatches {
    private static final int SIDE = IconRecogniser.SIDE;
    private static final double SHIFT = 0.06; // of a thing's size, to each side
    private static final double STRETCH = 0.08;
    private static final double MIRRORED = 0.1;
    private static final int TILES = 4;
    private static final int BLURRED = 5; // cells of a side: too few to tell things apart by

    /** Kinds of ruins. */
    private enum Ruin {
        EMPTY,
        BLENDED,
        HALVES,
        SHUFFLED,
        BLURRED
    }

    private final IconExamples icons;
    private final Map<IconKind, Double> kinds = new EnumMap<>(IconKind.class);
    private final IconData data;
    private final IconLabels labels;

    /**
     * Reads the data.
     *
     * @throws DataException if it has a thing or a style that is not among the labels
     */
    IconPatches(IconData data, IconSplit split, IconLabels labels) {
        this.data = data.of(split);
        this.icons = this.data.open();
        this.labels = labels;
        icons.possible(data.weights()).forEach((kind, weight) -> {
            if (!kind.edit() || kind == IconKind.EDIT_TONE) { // prompts show no skin tones
                kinds.put(kind, weight);
            }
        });
        List<Icon> unknown = icons.catalogue().icons().stream()
                .filter(icon -> labels.thing(icon) < 0 || labels.style(icon) < 0)
                .toList();
        if (!unknown.isEmpty()) {
            throw new DataException("%s expected all things and styles of the icons, found %d drawings of others (%s)"
                    .formatted(
                            IconLabels.FILE, unknown.size(), unknown.getFirst().label()));
        }
    }

    /**
     * A part and the answers to it.
     *
     * @param colours (SIDE * SIDE * 3), 0..255
     * @param icon null for a ruin
     */
    record Labelled(float[] colours, Icon icon) {}

    /** A whole one. */
    Labelled whole(RandomGenerator random) {
        IconExamples.Drawn drawn = icons.draw(kinds, data.languages(), random);
        List<Placed> things = drawn.example().scene().things();
        Placed placed = things.get(random.nextInt(things.size()));
        return new Labelled(
                around(placed, drawn.target(), drawn.example().scene().ground(), SIDE, random), placed.icon());
    }

    private static float[] around(Placed placed, Image image, Colour ground, int cells, RandomGenerator random) {
        int side = image.width();
        double size = placed.size() * side;
        Patch part = IconRecogniser.part(
                placed.x() * side + size * between(random, SHIFT),
                placed.y() * side + size * between(random, SHIFT),
                size * (1 + between(random, STRETCH)),
                random.nextDouble() < MIRRORED);
        return part.of(image, cells, ground);
    }

    private static double between(RandomGenerator random, double most) {
        return most * (2 * random.nextDouble() - 1);
    }

    /** A ruined one. */
    Labelled ruin(RandomGenerator random) {
        Ruin kind = Ruin.values()[random.nextInt(Ruin.values().length)];
        IconExamples.Drawn drawn = icons.draw(kinds, data.languages(), random);
        Colour ground = drawn.example().scene().ground();
        Placed placed = drawn.example().scene().things().getFirst();
        float[] part = around(placed, drawn.target(), ground, kind == Ruin.BLURRED ? BLURRED : SIDE, random);
        float[] ruined = switch (kind) {
            case EMPTY -> plain(ground);
            case BLENDED -> mixed(part, other(placed.icon(), ground, random), 0.5, SIDE);
            case HALVES -> mixed(part, other(placed.icon(), ground, random), 0, SIDE / 2);
            case SHUFFLED -> shuffled(part, random);
            case BLURRED -> enlarged(part);
        };
        return new Labelled(ruined, null);
    }

    private static float[] plain(Colour ground) {
        float[] all = new float[3 * SIDE * SIDE];
        for (int i = 0; i < all.length; i++) {
            all[i] = ground.channel(i % 3);
        }
        return all;
    }

    /** A part of another thing, on the same background. */
    private float[] other(Icon than, Colour ground, RandomGenerator random) {
        while (true) {
            IconExamples.Drawn drawn = icons.draw(kinds, data.languages(), random);
            Placed placed = drawn.example().scene().things().getFirst();
            if (!placed.icon().thing().equals(than.thing())) {
                return around(placed, icons.render(drawn.example().scene().on(ground)), ground, SIDE, random);
            }
        }
    }

    /** In the columns up to {@code until} the first has that share, else all. */
    private static float[] mixed(float[] first, float[] second, double share, int until) {
        float[] all = first.clone();
        for (int i = 0; i < all.length; i++) {
            if (i / 3 % SIDE < until) {
                all[i] = (float) (share * first[i] + (1 - share) * second[i]);
            }
        }
        return all;
    }

    /** Its tiles in another order. */
    private static float[] shuffled(float[] part, RandomGenerator random) {
        int[] order = new int[TILES * TILES];
        Arrays.setAll(order, i -> i);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i); // Sattolo: every tile moves
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        int tile = SIDE / TILES;
        float[] all = new float[part.length];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int from = order[y / tile * TILES + x / tile];
                int source = (from / TILES * tile + y % tile) * SIDE + from % TILES * tile + x % tile;
                System.arraycopy(part, 3 * source, all, 3 * (y * SIDE + x), 3);
            }
        }
        return all;
    }

    private static float[] enlarged(float[] cells) {
        float[] all = new float[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int cell = y * BLURRED / SIDE * BLURRED + x * BLURRED / SIDE;
                System.arraycopy(cells, 3 * cell, all, 3 * (y * SIDE + x), 3);
            }
        }
        return all;
    }

    /** The right answers' places, things, styles and skin tones of each; -100 where any would do. */
    long[][] answers(List<Labelled> parts) {
        long[][] answers = new long[3][parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            Icon icon = parts.get(i).icon();
            answers[0][i] = icon == null ? labels.none() : labels.thing(icon);
            answers[1][i] = icon == null ? -100 : labels.style(icon);
            answers[2][i] = icon == null ? -100 : icon.tone();
        }
        return answers;
    }
}
