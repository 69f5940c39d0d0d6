// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.prompt;

import static io.github.deepgen4j.shapeworld.scene.Choices.pick;

import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.scene.Placed;
import io.github.deepgen4j.icons.scene.Word;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws prompts. Where no style is named, the first set's is meant; where no background is named, white. All things of
 * an image are in one style.
 */
public final class IconPrompts {
    private final Palette palette;

    public IconPrompts(Palette palette) {
        this.palette = palette;
    }

    /** A prompt of a kind, in a language. */
    public IconExample draw(IconKind kind, Language language, RandomGenerator random) {
        boolean named = random.nextBoolean();
        String style = named ? pick(palette.styles(), random) : palette.styles().getFirst();
        boolean grounded = random.nextInt(3) > 0;
        Colour ground = grounded ? Palette.ground(random) : Palette.GROUND;
        Wording wording = new Wording(language, random);
        if (grounded) {
            wording.on(ground);
        }
        if (named) {
            wording.in(palette.styleWord(language, style));
        }
        List<Thing> things = palette.things(style, Layouts.things(kind), random);
        things.forEach(wording::thing);
        IconScene empty = new IconScene(ground, List.of());
        int place = palette.styles().indexOf(style);
        return switch (kind) {
            case SINGLE ->
                example(kind, wording, place, "single", empty.showing(List.of(centred(things, style, Layouts.USUAL))));
            case SIZED -> {
                boolean large = random.nextBoolean();
                double size = large ? Layouts.LARGE : Layouts.SMALL;
                yield example(
                        kind,
                        wording.size(large ? "large" : "small"),
                        place,
                        large ? "sized_large" : "sized_small",
                        empty.showing(List.of(centred(things, style, size))));
            }
            case BESIDE -> {
                String side = pick(Layouts.SIDES, random);
                yield example(
                        kind,
                        wording.relation(side),
                        place,
                        "beside",
                        empty.showing(placed(things, style, Layouts.pair(side))));
            }
            case ROW -> example(kind, wording, place, "row", empty.showing(placed(things, style, Layouts.several(3))));
            case SIZES ->
                example(kind, wording, place, "sizes", empty.showing(placed(things, style, Layouts.LARGE_AND_SMALL)));
            case COUNT -> {
                int count = 2 + random.nextInt(3);
                List<Thing> same = IntStream.range(0, count)
                        .mapToObj(_ -> things.getFirst())
                        .toList();
                yield example(
                        kind,
                        wording.count(count),
                        place,
                        "count",
                        empty.showing(placed(same, style, Layouts.several(count))));
            }
            case WORD -> {
                String text = palette.text(random);
                Word word = new Word(text, Palette.letters(random, text));
                Placed above = placed(things, style, Layouts.ABOVE_A_WORD).getFirst();
                yield example(
                        kind,
                        wording.text(word.text()),
                        place,
                        "word",
                        empty.showing(List.of(above)).saying(word));
            }
            default -> throw new IllegalArgumentException("kind expected a prompt, found " + kind.word());
        };
    }

    private Placed centred(List<Thing> things, String style, double size) {
        return new Placed(palette.icon(things.getFirst(), style), Layouts.MIDDLE, Layouts.MIDDLE, size);
    }

    /** Thing i at spot i. */
    private List<Placed> placed(List<Thing> things, String style, List<Layouts.Spot> spots) {
        return IntStream.range(0, things.size())
                .mapToObj(i -> spots.get(i).place(palette.icon(things.get(i), style)))
                .toList();
    }

    private static IconExample example(IconKind kind, Wording wording, int style, String key, IconScene scene) {
        String act = kind == IconKind.SIZED ? IconKind.SINGLE.word() : kind.word();
        return new IconExample(
                kind,
                wording.language(),
                wording.say(key),
                Optional.empty(),
                scene,
                wording.plan(act, Layouts.things(kind), style, scene.ground().word()),
                wording.named());
    }
}
