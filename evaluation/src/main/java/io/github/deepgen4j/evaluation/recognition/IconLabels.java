// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.recognition;

import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The answers of an {@link IconRecogniser}: a thing or none, a style, and a skin tone or none. Each is a row of the
 * matrix of word embeddings, in this order.
 */
public final class IconLabels {
    /** The file of a model folder that lists them, which also describes the engine. */
    public static final String FILE = "engine.json";

    /** No skin tone, and five. */
    public static final int TONES = 6;

    private final List<String> things;
    private final List<String> styles;
    private final Map<String, Integer> thingNumbers = new HashMap<>();

    /**
     * @param things their code points, as {@link Icon#thing}
     * @param styles the prefixes of their sets
     * @throws ConfigException if there are none, or one is there twice
     */
    public IconLabels(List<String> things, List<String> styles) {
        this.things = List.copyOf(things);
        this.styles = List.copyOf(styles);
        ConfigException.require(different(things), "things", "different code points, at least one", things);
        ConfigException.require(different(styles), "styles", "different prefixes, at least one", styles);
        things.forEach(thing -> thingNumbers.put(thing, thingNumbers.size()));
    }

    private static boolean different(List<String> names) {
        return !names.isEmpty() && new HashSet<>(names).size() == names.size();
    }

    /** Those of a model folder's {@value #FILE}. */
    public static IconLabels read(Path folder) {
        ConfigFile config = ConfigFile.read(folder.resolve(FILE));
        return config.make(() -> new IconLabels(config.texts("things", List.of()), config.texts("styles", List.of())));
    }

    public List<String> things() {
        return things;
    }

    public List<String> styles() {
        return styles;
    }

    /** The place of a thing among the answers; -1 for one that is not among them. */
    public int thing(Icon icon) {
        return thingNumbers.getOrDefault(icon.thing(), -1);
    }

    /** The place of its style; -1 for one that is not among them. */
    public int style(Icon icon) {
        return styles.indexOf(icon.style());
    }

    /** The answer that there is no thing: nothing, or a ruin of one. */
    public int none() {
        return things.size();
    }

    /** All rows: things, none, styles, tones. */
    public int rows() {
        return things.size() + 1 + styles.size() + TONES;
    }

    /** All that it can say, as {@link Icon#label}. */
    public List<String> words() {
        return things.stream()
                .flatMap(thing -> IntStream.range(0, TONES).boxed().flatMap(tone -> words(thing, tone)))
                .toList();
    }

    private Stream<String> words(String thing, int tone) {
        return styles.stream().map(style -> Icon.label(thing, tone, style));
    }
}
