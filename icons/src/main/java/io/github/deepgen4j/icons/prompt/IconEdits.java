// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;
import static io.github.deepgen4j.shapeworld.scene.Choices.without;

import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.scene.Word;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws edits: a scene in any style on any background, what to do, and the scene that has it done. */
public final class IconEdits {
    private final Palette palette;

    public IconEdits(Palette palette) {
        this.palette = palette;
    }

    /** An edit of a kind, in a language; one of skin tone needs a style that has them. */
    public IconExample draw(IconKind kind, Language language, RandomGenerator random) {
        String style = pick(palette.styles(), random);
        Colour ground = Palette.ground(random);
        Wording wording = new Wording(language, random);
        return switch (kind) {
            case EDIT_BACKGROUND -> background(kind, wording, style, ground, random);
            case EDIT_REMOVE, EDIT_ADD -> removeOrAdd(kind, wording, style, ground, random);
            case EDIT_REPLACE -> replace(kind, wording, style, ground, random);
            case EDIT_MOVE -> move(kind, wording, style, ground, random);
            case EDIT_SIZE -> size(kind, wording, style, ground, random);
            case EDIT_STYLE -> style(kind, wording, style, ground, random);
            case EDIT_TONE -> tone(kind, wording, ground, random);
            case EDIT_MIRROR -> {
                IconScene before = single(wording, style, ground, random);
                yield example(
                        kind,
                        wording,
                        "edit_mirror",
                        before,
                        before.showing(List.of(only(before).reversed())));
            }
            case EDIT_WORD -> word(kind, wording, style, ground, random);
            default -> throw new IllegalArgumentException("kind expected an edit, found " + kind.word());
        };
    }

    /** True if there are samples of a kind: styles to change to, skin tones. */
    public boolean covers(IconKind kind) {
        return switch (kind) {
            case EDIT_STYLE -> palette.styles().size() > 1;
            case EDIT_TONE -> palette.styles().stream().anyMatch(palette::anyToned);
            default -> true;
        };
    }

    private IconScene single(Wording wording, String style, Colour ground, RandomGenerator random) {
        Thing thing = palette.things(style, 1, random).getFirst();
        wording.thing(thing);
        return new IconScene(
                ground, List.of(new Placed(palette.icon(thing, style), Layouts.MIDDLE, Layouts.MIDDLE, Layouts.USUAL)));
    }

    private IconScene pair(Wording wording, String style, Colour ground, String side, RandomGenerator random) {
        List<Thing> things = palette.things(style, 2, random);
        things.forEach(wording::thing);
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            placed.add(Layouts.pair(side).get(i).place(palette.icon(things.get(i), style)));
        }
        return new IconScene(ground, placed);
    }

    private static Placed only(IconScene scene) {
        return scene.things().getFirst();
    }

    private IconExample background(
            IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        IconScene before = random.nextBoolean()
                ? single(wording, style, ground, random)
                : pair(wording, style, ground, pick(Layouts.SIDES, random), random);
        Colour wanted = pick(without(List.of(Colour.values()), ground), random);
        return example(kind, wording.colour(wanted), "edit_background", before, before.on(wanted));
    }

    /** The first thing stays, on the side opposite to the one that the second is added on or removed from. */
    private IconExample removeOrAdd(
            IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        String side = pick(Layouts.SIDES, random);
        IconScene both = pair(wording, style, ground, side, random);
        if (kind == IconKind.EDIT_REMOVE) {
            return example(
                    kind,
                    wording,
                    "edit_remove",
                    both,
                    both.showing(both.things().subList(1, 2)));
        }
        IconScene before = both.showing(both.things().subList(0, 1));
        return example(kind, wording.relation(opposite(side)), "edit_add", before, both);
    }

    private static String opposite(String side) {
        return switch (side) {
            case "left" -> "right";
            case "right" -> "left";
            case "above" -> "below";
            default -> "above";
        };
    }

    private IconExample replace(IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        boolean two = random.nextBoolean();
        List<Thing> things = palette.things(style, two ? 3 : 2, random);
        List<Placed> placed = new ArrayList<>();
        if (two) {
            String side = pick(Layouts.SIDES, random);
            placed.add(Layouts.pair(side).getFirst().place(palette.icon(things.getFirst(), style)));
            placed.add(Layouts.pair(side).getLast().place(palette.icon(things.getLast(), style)));
        } else {
            placed.add(
                    new Placed(palette.icon(things.getFirst(), style), Layouts.MIDDLE, Layouts.MIDDLE, Layouts.USUAL));
        }
        wording.thing(things.getFirst()).thing(things.get(1));
        IconScene before = new IconScene(ground, placed);
        List<Placed> after = new ArrayList<>(placed);
        after.set(0, placed.getFirst().with(palette.icon(things.get(1), style)));
        return example(kind, wording, "edit_replace", before, before.showing(after));
    }

    private IconExample move(IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        List<String> places = Layouts.PLACES.keySet().stream().sorted().toList();
        String from = pick(places, random);
        String to = pick(without(places, from), random);
        IconScene whole = single(wording, style, ground, random);
        Placed at = Layouts.PLACES.get(from).place(only(whole).icon());
        Layouts.Spot spot = Layouts.PLACES.get(to);
        IconScene before = whole.showing(List.of(at));
        return example(
                kind, wording.place(to), "edit_move", before, before.showing(List.of(at.at(spot.x(), spot.y()))));
    }

    private IconExample size(IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        boolean larger = random.nextBoolean();
        List<Double> sizes = List.of(Layouts.SMALL, Layouts.USUAL, Layouts.LARGE);
        int step = random.nextInt(sizes.size() - 1);
        IconScene whole = single(wording, style, ground, random);
        IconScene before = whole.showing(List.of(only(whole).sized(sizes.get(larger ? step : step + 1))));
        IconScene after = whole.showing(List.of(only(whole).sized(sizes.get(larger ? step + 1 : step))));
        wording.size(larger ? "large" : "small");
        return example(kind, wording, larger ? "edit_size_large" : "edit_size_small", before, after);
    }

    private IconExample style(IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        String wanted = pick(without(palette.styles(), style), random);
        Thing thing = palette.inBoth(style, wanted, random);
        Placed placed = new Placed(palette.icon(thing, style), Layouts.MIDDLE, Layouts.MIDDLE, Layouts.USUAL);
        IconScene before = new IconScene(ground, List.of(placed));
        wording.thing(thing).style(palette.styleWord(wording.language(), wanted));
        return example(
                kind, wording, "edit_style", before, before.showing(List.of(placed.with(palette.icon(thing, wanted)))));
    }

    private IconExample tone(IconKind kind, Wording wording, Colour ground, RandomGenerator random) {
        String style = pick(palette.styles().stream().filter(palette::anyToned).toList(), random);
        Thing thing = palette.toned(style, random);
        List<Integer> tones = palette.tones(thing, style);
        int from = pick(tones, random);
        int to = pick(without(tones, from), random);
        Placed placed = new Placed(palette.icon(thing, style, from), Layouts.MIDDLE, Layouts.MIDDLE, Layouts.USUAL);
        IconScene before = new IconScene(ground, List.of(placed));
        wording.thing(thing).tone(to);
        return example(
                kind,
                wording,
                "edit_tone",
                before,
                before.showing(List.of(placed.with(palette.icon(thing, style, to)))));
    }

    private IconExample word(IconKind kind, Wording wording, String style, Colour ground, RandomGenerator random) {
        IconScene whole = single(wording, style, ground, random);
        String old = palette.text(random);
        String wanted = palette.text(random);
        while (wanted.equals(old)) {
            wanted = palette.text(random);
        }
        int size = Palette.letters(random, old, wanted);
        Placed above = Layouts.ABOVE_A_WORD.getFirst().place(only(whole).icon());
        IconScene before = whole.showing(List.of(above)).saying(new Word(old, size));
        return example(kind, wording.text(wanted), "edit_word", before, before.saying(new Word(wanted, size)));
    }

    private IconExample example(IconKind kind, Wording wording, String key, IconScene before, IconScene after) {
        int style = kind == IconKind.EDIT_STYLE
                ? palette.styles().indexOf(only(after).icon().style())
                : -1;
        String ground = kind == IconKind.EDIT_BACKGROUND ? after.ground().word() : "";
        String act = kind.word().substring("edit_".length());
        return new IconExample(
                kind,
                wording.language(),
                wording.say(key),
                Optional.of(before),
                after,
                wording.plan(act.equals("word") ? "write" : act, Layouts.things(kind), style, ground),
                wording.named());
    }
}
