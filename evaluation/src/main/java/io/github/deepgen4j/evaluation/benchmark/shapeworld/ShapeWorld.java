// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Scorer;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.prompt.Captions;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** ShapeWorld as a benchmark: prompts and edits that no model was trained on, the same ones in every run. */
public final class ShapeWorld implements Benchmark {
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20260301;
    /** So often a prompt that occurred before is drawn again, before it is accepted because there are no others. */
    private static final int TRIES = 200;

    private static final List<Split> MEASURED = List.of(Split.HELD_OUT, Split.COMPOSITION);

    @Override
    public String name() {
        return "shapeworld";
    }

    @Override
    public List<String> splits() {
        return MEASURED.stream().map(Split::word).toList();
    }

    @Override
    public List<Group> groups(String split) {
        return Kind.ALL.stream()
                .filter(split(split)::covers)
                .map(kind -> new Group(kind.word(), kind instanceof Edit))
                .toList();
    }

    @Override
    public List<Item> items(Selection selection) {
        Split split = split(selection.split());
        List<Item> items = new ArrayList<>();
        for (String group : selection.groups()) {
            Kind kind = Kind.of(group);
            long number = Kind.ALL.indexOf(kind);
            RandomGenerator random = Choices.random(PROMPTS + number);
            Set<String> asked = new HashSet<>();
            for (int i = 0; i < selection.perGroup(); i++) {
                Example example = ExampleSet.draw(kind, split, random);
                for (int again = 0; again < TRIES && !asked.add(question(example)); again++) {
                    example = ExampleSet.draw(kind, split, random);
                }
                items.add(new ShapeWorldItem(example, i, Selection.MOST * number + i));
            }
        }
        return items;
    }

    private static Split split(String word) {
        return MEASURED.stream()
                .filter(split -> split.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("split expected one of "
                        + MEASURED.stream().map(Split::word).collect(Collectors.joining(", ")) + ", found " + word));
    }

    private static String question(Example example) {
        return example.prompt() + example.source().map(Captions::of).orElse("");
    }

    @Override
    public Image reference(Item item) {
        return ShapeWorldItem.of(item)
                .example()
                .reference()
                .orElseThrow(() -> new IllegalArgumentException("expected an edit, found " + item));
    }

    @Override
    public Scorer scorer() {
        return new ShapeWorldScorer();
    }
}
