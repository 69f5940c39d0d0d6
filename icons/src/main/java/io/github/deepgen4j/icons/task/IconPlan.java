// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.task;

import io.github.deepgen4j.icons.set.Thing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The meaning of a prompt or instruction, the same in every language and wording: a small language model answers with
 * it.
 *
 * @param act what the image shows, or what is to be done: {@code beside}, {@code remove}
 * @param things that are asked for or changed, at most {@link #THINGS}
 * @param style place of the wanted style among the sets, from 0; -1 where an instruction leaves it as it is
 * @param detail side, place, size, number or skin tone; empty if there is none
 * @param ground word of the background's colour; empty where an instruction leaves it as it is
 * @param text letters to write; may be empty
 */
public record IconPlan(String act, List<Thing> things, int style, String detail, String ground, String text) {
    /** Number of {@link #slots()}. */
    public static final int SLOTS = 16;

    /** The word of a slot that is left open. */
    public static final String NONE = "none";

    private static final int THINGS = 3;
    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");

    public IconPlan {
        things = List.copyOf(things);
        if (things.size() > THINGS || style >= ORDINALS.size()) {
            throw new IllegalArgumentException("plan expected at most %d things and styles below %d, found %d and %d"
                    .formatted(THINGS, ORDINALS.size(), things.size(), style));
        }
    }

    /** The word for number i, from 0. */
    public static String ordinal(int i) {
        return ORDINALS.get(i);
    }

    /** Act, three things (as emoji), style, detail, background and letters, one each, filled up with {@link #NONE}. */
    public List<String> slots() {
        List<String> slots = new ArrayList<>(List.of(act));
        things.forEach(thing -> slots.add(thing.symbol()));
        slots.addAll(Collections.nCopies(THINGS - things.size(), NONE));
        slots.add(style < 0 ? NONE : ordinal(style));
        slots.add(detail.isEmpty() ? NONE : detail);
        slots.add(ground.isEmpty() ? NONE : ground);
        text.chars().forEach(letter -> slots.add(Character.toString(letter)));
        slots.addAll(Collections.nCopies(SLOTS - slots.size(), NONE));
        return List.copyOf(slots);
    }
}
