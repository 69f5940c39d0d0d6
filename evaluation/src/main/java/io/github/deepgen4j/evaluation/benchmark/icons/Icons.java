// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.ProgramBenchmark;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.icons.task.IconKind;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.shapeworld.scene.Choices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Real things as a benchmark: prompts and edits that no model was trained on, in five languages, judged by pixels
 * alone. Its versions are what is new in them: the composition, the style of a thing, or the synonym.
 */
public final class Icons extends ProgramBenchmark<IconItem> {
    public static final List<Icons> VERSIONS =
            List.of(new Icons(IconSplit.COMPOSITIONS), new Icons(IconSplit.PAIRS), new Icons(IconSplit.SYNONYMS));

    /** Items of each group when no number is chosen. */
    private static final int USUAL = 60;
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20261201;

    private final IconSplit split;

    private Icons(IconSplit split) {
        super(
                "icons",
                split.word(),
                Stream.of(Language.values()).map(Language::code).toList(),
                "icons 1");
        this.split = split;
    }

    /** Makes them: the same selection gives the same items, and more of each group only add to them. */
    @Override
    public List<IconItem> load(Path data, Options options) {
        IconWorld world = IconWorld.read(data, split);
        Language language = Language.valueOf(options.language().toUpperCase(Locale.ROOT));
        Selection selection = options.selection();
        Map<IconKind, Double> all = new EnumMap<>(IconKind.class);
        Stream.of(IconKind.values()).forEach(kind -> all.put(kind, 1.0));
        List<String> known = world.icons().possible(all).keySet().stream()
                .filter(kind -> split != IconSplit.SYNONYMS || names(kind))
                .map(IconKind::word)
                .toList();
        List<IconItem> items = new ArrayList<>();
        for (String group : groups(selection, known)) {
            int count = selection.perGroup() == 0 ? USUAL : selection.perGroup();
            try {
                items.addAll(items(world, IconKind.of(group), language, count));
            } catch (IconException e) { // a small catalogue may hold out no sample of a kind
                if (!selection.groups().isEmpty()) {
                    throw new ConfigException(data + ": " + e.getMessage(), e);
                }
            }
        }
        return items;
    }

    /** False for instructions that name no thing. */
    private static boolean names(IconKind kind) {
        return switch (kind) {
            case EDIT_BACKGROUND, EDIT_STYLE, EDIT_TONE, EDIT_MIRROR, EDIT_WORD -> false;
            default -> true;
        };
    }

    private static List<IconItem> items(IconWorld world, IconKind kind, Language language, int count) {
        RandomGenerator random = Choices.random(PROMPTS + kind.ordinal());
        Supplier<IconExample> next = () ->
                world.icons().draw(Map.of(kind, 1.0), Set.of(language), random).example();
        List<IconItem> items = new ArrayList<>();
        for (IconExample example : different(count, next, IconItem::question)) {
            items.add(
                    new IconItem(world, example, items.size(), (long) Selection.MOST * kind.ordinal() + items.size()));
        }
        return items;
    }
}
