// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons;

import io.github.deepgen4j.icons.prompt.IconEdits;
import io.github.deepgen4j.icons.prompt.IconPhrases;
import io.github.deepgen4j.icons.prompt.IconPrompts;
import io.github.deepgen4j.icons.prompt.Palette;
import io.github.deepgen4j.icons.scene.IconRenderer;
import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.scoring.IconScorer;
import io.github.deepgen4j.icons.set.Catalogue;
import io.github.deepgen4j.icons.set.Icon;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Skipped;
import io.github.deepgen4j.icons.set.Thing;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Endless samples of icons on one side of a split: the same folders and generator give the same samples on every
 * machine. Holds the drawings it has rendered. Safe for several threads.
 */
public final class IconExamples {
    /** Left out when first needed: their SVG cannot be rendered. */
    public static final String NOT_RENDERED = "SVG that cannot be rendered";

    /** A style that no set has, but that words were given for. */
    public static final String NO_STYLE = "style that no set has";

    /** Side of {@link #appearances} in pixels. */
    public static final int APPEARANCE = 24;

    private static final int ATTEMPTS = 100_000;

    private final Catalogue catalogue;
    private final IconSplit split;
    private final Map<String, String> pairsHeld;
    private final Map<String, String> styleWords;
    private final IconPrompts prompts;
    private final IconEdits edits;
    private final IconRenderer renderer;

    /**
     * @param side of the images in pixels
     * @param styleWords what prompts call styles, by the prefix of their set
     */
    public IconExamples(List<Path> folders, IconSplit split, int side, Map<String, String> styleWords) {
        this.catalogue = Catalogue.read(folders);
        this.split = split;
        this.pairsHeld = IconSplit.pairsHeld(catalogue);
        Palette palette = new Palette(catalogue, split.things(catalogue.things()), styleWords);
        this.styleWords = Map.copyOf(styleWords);
        this.prompts = new IconPrompts(palette);
        this.edits = new IconEdits(palette);
        this.renderer = new IconRenderer(side);
        styleWords.keySet().stream()
                .filter(style -> !catalogue.styles().contains(style))
                .forEach(style -> catalogue.skipped().add(NO_STYLE, style));
    }

    /** A sample with its images. */
    public record Drawn(IconExample example, Image target, Optional<Image> reference) {}

    /** The weights of the kinds that these folders have samples of, in the order of kinds. */
    public Map<IconKind, Double> possible(Map<IconKind, Double> weights) {
        Map<IconKind, Double> some = new EnumMap<>(weights);
        some.keySet().removeIf(kind -> !edits.covers(kind));
        return some;
    }

    /**
     * The next sample of a generator, of a kind drawn by weight. One whose drawing cannot be rendered gives way to the
     * next, and is counted.
     *
     * @param weights by kind, in the order of kinds
     * @throws IconException if the split has none of the kind
     */
    public Drawn draw(Map<IconKind, Double> weights, Set<Language> languages, RandomGenerator random) {
        while (true) {
            IconExample example = example(weights, languages, random);
            try {
                return new Drawn(
                        example,
                        renderer.render(example.scene()),
                        example.before().map(renderer::render));
            } catch (IconException e) {
                catalogue.skipped().add(NOT_RENDERED, e.getMessage());
            }
        }
    }

    /** The next sample of a generator, not yet rendered; see {@link #draw}. */
    public IconExample example(Map<IconKind, Double> weights, Set<Language> languages, RandomGenerator random) {
        return example(kind(weights, random), languages, random);
    }

    private IconExample example(IconKind kind, Set<Language> languages, RandomGenerator random) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Language language = language(languages, random);
            IconExample example =
                    kind.edit() ? edits.draw(kind, language, random) : prompts.draw(kind, language, random);
            if (split.holds(example, pairsHeld)) {
                return example;
            }
        }
        throw new IconException("icons expected samples of %s in %s, found none in %d tries"
                .formatted(kind.word(), split.word(), ATTEMPTS));
    }

    private static IconKind kind(Map<IconKind, Double> weights, RandomGenerator random) {
        double place = random.nextDouble()
                * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        IconKind chosen = null;
        for (Map.Entry<IconKind, Double> entry : weights.entrySet()) {
            chosen = entry.getKey();
            place -= entry.getValue();
            if (place < 0) {
                break;
            }
        }
        return chosen;
    }

    /** The first of the languages half of the time, where there are several. */
    private static Language language(Set<Language> languages, RandomGenerator random) {
        List<Language> all = List.copyOf(languages.stream().sorted().toList());
        return all.size() == 1 || random.nextBoolean() ? all.getFirst() : all.get(1 + random.nextInt(all.size() - 1));
    }

    /**
     * The image of a scene.
     *
     * @throws IconException if a drawing cannot be rendered
     */
    public Image render(IconScene scene) {
        return renderer.render(scene);
    }

    /**
     * The looks of all things by their symbols: (styles, {@link #APPEARANCE}, {@link #APPEARANCE}, 4), colours times
     * alpha, and alpha, all 0..255, without skin tones. Zero where there is no drawing, where it cannot be rendered,
     * and where training never sees the thing in the style.
     */
    public Map<String, float[]> appearances() {
        int length = 4 * APPEARANCE * APPEARANCE;
        List<String> styles = catalogue.styles();
        Map<String, float[]> looks = new HashMap<>();
        for (Thing thing : catalogue.things()) {
            float[] all = new float[styles.size() * length];
            for (int i = 0; i < styles.size(); i++) {
                if (!styles.get(i).equals(pairsHeld.get(thing.code()))) {
                    System.arraycopy(look(thing, styles.get(i)), 0, all, i * length, length);
                }
            }
            looks.put(thing.symbol(), all);
        }
        return looks;
    }

    private float[] look(Thing thing, String style) {
        float[] nothing = new float[4 * APPEARANCE * APPEARANCE];
        Optional<Icon> icon = catalogue.icon(thing, style, 0);
        if (icon.isEmpty()) {
            return nothing;
        }
        try {
            float[] look = renderer.rgba(icon.get(), APPEARANCE);
            for (int i = 3; i < look.length; i += 4) {
                look[i] *= 255;
            }
            return look;
        } catch (IconException e) {
            return nothing; // no sample shows it either
        }
    }

    /** A judge of images for these samples; renders all drawings once, which takes a minute or two for thousands. */
    public IconScorer scorer() {
        return new IconScorer(catalogue, renderer);
    }

    /** All that prompts of this split may say, ShapeWorld's apart, in no order. */
    public Stream<String> phrases() {
        return IconPhrases.of(
                split.things(catalogue.things()),
                (thing, language) -> thing.names().get(language).stream()
                        .filter(name -> split == IconSplit.SYNONYMS || !IconSplit.synonymHeld(thing, language, name))
                        .toList(),
                styleWords.values());
    }

    /** The size of all images. */
    public Size size() {
        return renderer.size();
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Skipped skipped() {
        return catalogue.skipped();
    }
}
