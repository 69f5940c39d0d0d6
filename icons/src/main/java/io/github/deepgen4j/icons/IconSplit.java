// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.set.Catalogue;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.shapeworld.scene.Colour;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The samples that a model may learn from, and those that measure what it makes of the new. Nothing depends on a seed:
 * the same folders always give the same halves.
 */
public enum IconSplit {
    /** Everything but the others. */
    TRAIN,
    /** Shows one of {@link #PAIRS_HELD} things (or a quarter, if there are fewer) in the one style kept for it. */
    PAIRS,
    /** Shows together two things, or a thing and a background, that training never does: one in eight of such pairs. */
    COMPOSITIONS,
    /** Uses one of the synonyms, a tenth, that training never does; nothing else is new in it. */
    SYNONYMS,
    /** The part of {@link #TRAIN} without one thing in sixteen, to train auto-encoders with. */
    MOST_THINGS,
    /** Shows those things only. */
    OTHER_THINGS;

    static final int PAIRS_HELD = 60;

    private static final int OF_COMPOSITIONS = 8;
    private static final int OF_SYNONYMS = 10;
    private static final int OF_THINGS = 16;

    /** The word used in options and configurations: {@code other-things}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Style by thing of the pairs that training never sees: things in all styles, chosen by their code. */
    static Map<String, String> pairsHeld(Catalogue catalogue) {
        List<Thing> everywhere = catalogue.things().stream()
                .filter(thing -> catalogue.styles().stream()
                        .allMatch(style -> catalogue.icon(thing, style, 0).isPresent()))
                .sorted(Comparator.comparingLong((Thing thing) -> hash("pair " + thing.code())))
                .toList();
        Map<String, String> held = new HashMap<>();
        if (catalogue.styles().size() > 1) {
            everywhere.stream()
                    .limit(Math.min(PAIRS_HELD, everywhere.size() / 4))
                    .forEach(thing -> held.put(thing.code(), catalogue.styles().get((int)
                            (hash("style " + thing.code()) % catalogue.styles().size()))));
        }
        return held;
    }

    /** True if a sample belongs to this part. */
    boolean holds(IconExample example, Map<String, String> pairsHeld) {
        boolean pair = icons(example).anyMatch(icon -> icon.style().equals(pairsHeld.get(icon.thing())));
        boolean composition = scenes(example).anyMatch(IconSplit::compositionHeld);
        boolean synonym = example.named().stream()
                .anyMatch(named -> synonymHeld(named.thing(), example.language(), named.word()));
        boolean train = !pair && !composition && !synonym;
        return switch (this) {
            case TRAIN -> train;
            case PAIRS -> pair && !composition && !synonym;
            case COMPOSITIONS -> composition && !pair && !synonym;
            case SYNONYMS -> synonym && !pair && !composition;
            case MOST_THINGS -> train && icons(example).noneMatch(icon -> thingHeld(icon.thing()));
            case OTHER_THINGS -> icons(example).allMatch(icon -> thingHeld(icon.thing()));
        };
    }

    /** The things that samples of this part show, of all. */
    List<Thing> things(List<Thing> all) {
        return switch (this) {
            case MOST_THINGS ->
                all.stream().filter(thing -> !thingHeld(thing.code())).toList();
            case OTHER_THINGS ->
                all.stream().filter(thing -> thingHeld(thing.code())).toList();
            default -> all;
        };
    }

    private static Stream<IconScene> scenes(IconExample example) {
        return Stream.concat(example.before().stream(), Stream.of(example.scene()));
    }

    private static Stream<Icon> icons(IconExample example) {
        return scenes(example).flatMap(scene -> scene.things().stream()).map(placed -> placed.icon());
    }

    private static boolean thingHeld(String code) {
        return hash("thing " + code) % OF_THINGS == 0;
    }

    /** A background alone is never new: white, the one when none is named, goes with every thing. */
    static boolean compositionHeld(IconScene scene) {
        List<String> shown = scene.things().stream()
                .map(placed -> placed.icon().thing())
                .distinct()
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
        if (shown.size() == 1) {
            if (scene.ground() == Colour.WHITE) {
                return false;
            }
            shown.add(scene.ground().word());
        }
        return hash("together " + String.join(" ", shown)) % OF_COMPOSITIONS == 0;
    }

    static boolean synonymHeld(Thing thing, Language language, String word) {
        return !word.equals(thing.names().get(language).getFirst())
                && hash("word " + language.code() + " " + word) % OF_SYNONYMS == 0;
    }

    private static long hash(String text) {
        CRC32 hash = new CRC32();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }
}
