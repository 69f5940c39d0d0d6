// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All things that have a name and at least one drawing, in the order of their codes. Immutable but for its counts. */
public final class Catalogue {
    public static final String NO_CODE = "no code points in chars.json";
    public static final String NO_NAME = "no name in the words (flags and parts of people have none)";
    public static final String MIXED = "people of different skin tones";
    public static final String NO_BODY = "no SVG body";
    public static final String RUDE = "a rude sign";

    /** Signs that insult somebody where one of the languages is spoken: no model should learn to draw them. */
    private static final Set<String> RUDE_SIGNS = Set.of(
            "1f595", // middle finger
            "1f918", // sign of the horns: an insult in Spain and Latin America
            "1f92c", // face that swears
            "1f4a9"); // pile of poo

    private final List<String> styles = new ArrayList<>();
    private final List<Thing> things = new ArrayList<>();
    private final Map<String, Map<String, Icon[]>> icons = new TreeMap<>();
    private final Skipped skipped = new Skipped();

    private Catalogue() {}

    /**
     * Reads sets of icons and one folder of words, told apart by their files.
     *
     * @param folders unpacked npm packages; the first set is the style that is meant where none is named
     * @throws ConfigException if one is neither, or words or sets are missing
     */
    public static Catalogue read(List<Path> folders) {
        List<Path> words = folders.stream().filter(Words::in).toList();
        for (Path folder : folders) {
            if (!Words.in(folder) && !IconSet.in(folder)) {
                throw new ConfigException(folder + ": expected a folder with icons.json (an @iconify-json package) or"
                        + " en/data.json (emojibase-data), found "
                        + (Files.isDirectory(folder) ? "neither" : "no folder of that name")
                        + "; benchmarks/fetch_icons.py fetches them");
            }
        }
        if (words.size() != 1 || words.size() == folders.size()) {
            throw new ConfigException("icons expected one folder of words and at least one set, found %d and %d in %s"
                    .formatted(words.size(), folders.size() - words.size(), folders));
        }
        List<IconSet> sets =
                folders.stream().filter(IconSet::in).map(IconSet::read).toList();
        Catalogue catalogue = new Catalogue();
        Map<String, Thing> named = Words.read(words.getFirst());
        Map<String, String> codes = new HashMap<>(); // sets without codes use the names of the others
        sets.forEach(set -> set.codes().forEach(codes::putIfAbsent));
        sets.forEach(set -> catalogue.add(set, codes, named));
        catalogue.icons.keySet().forEach(code -> catalogue.things.add(named.get(code)));
        if (catalogue.things.isEmpty()) {
            throw new ConfigException("icons expected things that have a name and a drawing, found none in " + folders
                    + "; " + String.join("; ", catalogue.skipped.lines()));
        }
        return catalogue;
    }

    private void add(IconSet set, Map<String, String> codes, Map<String, Thing> named) {
        if (styles.contains(set.prefix())) {
            throw new ConfigException(
                    set.folder() + ": expected sets of different prefixes, found " + set.prefix() + " twice");
        }
        styles.add(set.prefix());
        for (String name : set.names()) {
            String code = set.codes().getOrDefault(name, codes.get(name));
            CodePoints points = code == null ? null : CodePoints.of(code);
            Optional<String> svg = set.svg(name);
            String reason = reason(points, named.keySet(), svg);
            if (reason == null) {
                icons.computeIfAbsent(points.thing(), _ -> new HashMap<>())
                                .computeIfAbsent(set.prefix(), _ -> new Icon[6])[points.tone()] =
                        new Icon(points.thing(), set.prefix(), points.tone(), name, svg.orElseThrow());
            } else {
                skipped.add(reason, set.prefix() + ":" + name);
            }
        }
    }

    /** The reason to leave a drawing out; null for none. */
    private static String reason(CodePoints points, Set<String> named, Optional<String> svg) {
        if (points == null) {
            return NO_CODE;
        }
        if (points.tone() == CodePoints.MIXED) {
            return MIXED;
        }
        if (RUDE_SIGNS.contains(points.thing())) {
            return RUDE;
        }
        return !named.contains(points.thing()) ? NO_NAME : svg.isEmpty() ? NO_BODY : null;
    }

    /** All drawings, thing by thing, in all styles and skin tones. */
    public List<Icon> icons() {
        return icons.values().stream()
                .flatMap(styled -> styles.stream().filter(styled::containsKey).map(styled::get))
                .flatMap(Arrays::stream)
                .filter(Objects::nonNull)
                .toList();
    }

    /** In the order of the folders. */
    public List<String> styles() {
        return List.copyOf(styles);
    }

    public List<Thing> things() {
        return List.copyOf(things);
    }

    /** The drawing of a thing in a style without skin tone (0) or with one (1 to 5). */
    public Optional<Icon> icon(Thing thing, String style, int tone) {
        Icon[] tones = icons.get(thing.code()).get(style);
        return tones == null ? Optional.empty() : Optional.ofNullable(tones[tone]);
    }

    /** Drawings that could not be used, those included that turn out later not to be. */
    public Skipped skipped() {
        return skipped;
    }
}
