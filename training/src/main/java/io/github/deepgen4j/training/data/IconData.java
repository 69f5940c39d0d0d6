// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Samples of icons.
 *
 * @param folders unpacked npm packages: sets of icons and one of words
 * @param size side of the images in pixels, a multiple of 8
 * @param weights how often each kind occurs, relative to the others of its sort; all kinds alike when empty
 * @param languages of prompts; half are in English where it is among them; all when empty
 * @param styles what prompts call the style of a set, by its prefix; its own word where there is none
 */
public record IconData(
        List<Path> folders,
        int size,
        @JsonProperty(defaultValue = "train") IconSplit split,
        @JsonProperty(defaultValue = "{}") Map<IconKind, Double> weights,
        @JsonProperty(defaultValue = "[en, de, es, fr, zh]") Set<Language> languages,
        @JsonProperty(defaultValue = "{}") Map<String, String> styles) {
    private static final int LARGEST = 1024;

    public IconData {
        folders = List.copyOf(folders);
        split = split == null ? IconSplit.TRAIN : split;
        weights = weights == null || weights.isEmpty() ? alike() : Collections.unmodifiableMap(new EnumMap<>(weights));
        languages = languages == null || languages.isEmpty()
                ? Set.of(Language.values())
                : Collections.unmodifiableSet(new TreeSet<>(languages));
        styles = styles == null ? Map.of() : Map.copyOf(styles);
        if (size < 32 || size > LARGEST || size % 8 != 0) {
            throw new ConfigException("size of icons expected a multiple of 8 from 32 to 1024, found " + size);
        }
        if (weights.values().stream().anyMatch(weight -> !(weight > 0 && weight < 1e9))) {
            throw new ConfigException("weights of icons expected all > 0, found " + weights);
        }
    }

    private static Map<IconKind, Double> alike() {
        Map<IconKind, Double> all = new EnumMap<>(IconKind.class);
        for (IconKind kind : IconKind.values()) {
            all.put(kind, 1.0);
        }
        return all;
    }

    /** The weights of the prompts, or of the edits. */
    Map<IconKind, Double> weights(boolean edits) {
        Map<IconKind, Double> some = new EnumMap<>(IconKind.class);
        weights.forEach((kind, weight) -> {
            if (kind.edit() == edits) {
                some.put(kind, weight);
            }
        });
        return some;
    }

    /** This data of another split. */
    public IconData of(IconSplit other) {
        return new IconData(folders, size, other, weights, languages, styles);
    }

    /**
     * Reads the folders.
     *
     * @throws DataException if they hold too little
     */
    public IconExamples open() {
        try {
            return new IconExamples(folders, split, size, styles);
        } catch (IconException e) {
            throw new DataException(e.getMessage(), e);
        }
    }

    /** Samples to write; sample i depends on the seed and i alone. */
    public IntFunction<SampleWriter.Written> numbered(IconExamples examples, long seed) {
        Map<IconKind, Double> possible = examples.possible(weights);
        return i -> {
            IconExamples.Drawn drawn =
                    draw(examples, possible, new Seed(seed).with(i).random());
            Map<String, String> notes = new LinkedHashMap<>();
            notes.put("category", drawn.example().kind().word());
            notes.put("language", drawn.example().language().code());
            notes.put("plan", String.join(" ", drawn.example().plan().slots()));
            return new SampleWriter.Written(drawn.example().prompt(), notes, drawn.target(), drawn.reference());
        };
    }

    /** @throws DataException if the split has no samples of a kind */
    IconExamples.Drawn draw(IconExamples examples, Map<IconKind, Double> some, RandomGenerator random) {
        try {
            return examples.draw(some, languages, random);
        } catch (IconException e) {
            throw new DataException(e.getMessage(), e);
        }
    }
}
