// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.ProgramBenchmark;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * ShapeWorld as a benchmark: prompts and edits that no model was trained on, the same ones in every run, judged by
 * ShapeWorld's own program. Its versions are the sets of prompts that it measures with.
 */
public final class ShapeWorld extends ProgramBenchmark<ShapeWorldItem> {
    /** The held-out prompts, and those of pairs of shape and colour that a training left out. */
    public static final List<ShapeWorld> VERSIONS =
            List.of(new ShapeWorld(Split.HELD_OUT), new ShapeWorld(Split.COMPOSITION));

    /** Items of each group when no number is chosen. */
    private static final int USUAL = 50;
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20260301;

    private final Split split;

    private ShapeWorld(Split split) {
        super("shapeworld", split.word(), List.of("en"), "shapeworld 2");
        this.split = split;
    }

    /** The names of its groups, in the order of reports. */
    List<String> groups() {
        return Kind.ALL.stream().filter(split::covers).map(Kind::word).toList();
    }

    /** Makes them: the same selection gives the same items, and more of each group only add to them. */
    @Override
    public List<ShapeWorldItem> load(Path data, Options options) {
        Selection selection = options.selection();
        List<ShapeWorldItem> items = new ArrayList<>();
        for (String group : groups(selection, groups())) {
            items.addAll(items(Kind.of(group), selection.perGroup() == 0 ? USUAL : selection.perGroup()));
        }
        return items;
    }

    private List<ShapeWorldItem> items(Kind kind, int count) {
        long number = Kind.ALL.indexOf(kind);
        RandomGenerator random = Choices.random(PROMPTS + number);
        List<ShapeWorldItem> items = new ArrayList<>();
        for (Example example : different(count, () -> ExampleSet.draw(kind, split, random), ShapeWorldItem::question)) {
            items.add(new ShapeWorldItem(example, items.size(), Selection.MOST * number + items.size()));
        }
        return items;
    }
}
