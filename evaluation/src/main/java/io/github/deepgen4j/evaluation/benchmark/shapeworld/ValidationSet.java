// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.shapeworld;

import io.github.deepgen4j.evaluation.benchmark.Verdict;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.shapeworld.ExampleSet;
import io.github.deepgen4j.shapeworld.Split;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.task.Example;
import io.github.deepgen4j.shapeworld.task.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * ShapeWorld as the validations of a training measure it: held-out examples of the kinds that it learns, judged by
 * {@link Verdict}, and means of what it measures.
 */
public record ValidationSet(List<Example> examples) {
    public ValidationSet {
        examples = List.copyOf(examples);
    }

    /**
     * As many examples of every kind, kind after kind. All come from one generator, so that another number or another
     * choice of kinds gives other examples, unlike {@link ShapeWorld#load}: earlier runs were measured like that.
     */
    public static ValidationSet heldOut(Collection<? extends Kind> kinds, int perKind, long seed) {
        RandomGenerator random = Choices.random(seed);
        List<Example> examples = new ArrayList<>();
        for (Kind kind : kinds) {
            for (int i = 0; i < perKind; i++) {
                examples.add(ExampleSet.draw(kind, Split.HELD_OUT, random));
            }
        }
        return new ValidationSet(examples);
    }

    /**
     * The share of images that passed, in all and of each kind, then the means of the graded measures, in which one
     * that does not apply to an example counts as fulfilled.
     *
     * @param images image i was made for example i
     */
    public Map<String, Double> measures(List<Image> images) {
        if (images.size() != examples.size()) {
            throw new IllegalArgumentException(
                    "expected %d images, found %d".formatted(examples.size(), images.size()));
        }
        List<Verdict> all = new ArrayList<>();
        Map<Kind, List<Verdict>> byKind = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            Verdict verdict = Judgement.of(examples.get(i), images.get(i));
            all.add(verdict);
            byKind.computeIfAbsent(examples.get(i).kind(), _ -> new ArrayList<>())
                    .add(verdict);
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("strict", mean(all, ValidationSet::passed));
        byKind.forEach((kind, some) -> measures.put("strict_" + kind.word(), mean(some, ValidationSet::passed)));
        measures.put("count", mean(all, verdict -> measure(verdict, "count")));
        measures.put("shapes", mean(all, verdict -> measure(verdict, "shapes")));
        measures.put("colours", mean(all, verdict -> measure(verdict, "colours")));
        measures.put("place", mean(all, verdict -> measure(verdict, "places") == 1 ? 1 : 0));
        measures.put("background", mean(all, verdict -> measure(verdict, "background")));
        return measures;
    }

    private static double passed(Verdict verdict) {
        return verdict.passed() ? 1 : 0;
    }

    private static double measure(Verdict verdict, String name) {
        return verdict.measures().getOrDefault(name, 1.0);
    }

    private static double mean(List<Verdict> verdicts, ToDoubleFunction<Verdict> measure) {
        return verdicts.stream().mapToDouble(measure).average().orElse(0);
    }
}
