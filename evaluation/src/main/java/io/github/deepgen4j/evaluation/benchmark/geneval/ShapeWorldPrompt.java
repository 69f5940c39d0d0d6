// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.Prompts;
import io.github.deepgen4j.model.json.Json;
import io.github.deepgen4j.shapeworld.scene.Relation;
import io.github.deepgen4j.shapeworld.scene.Shape;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prompt of ShapeWorld with GenEval's metadata, for models that draw nothing but ShapeWorld: as many of each task as
 * in the original, no two alike, the same ones in every run.
 *
 * @param task with ShapeWorld's own demands, which may be more than the metadata can say
 */
record ShapeWorldPrompt(Tag tag, Task task) {
    /** Not the seed of a run: it fixes what is asked. */
    private static final long PROMPTS = 20260901;

    /** All prompts, task after task. */
    static final List<ShapeWorldPrompt> ALL = draw();

    private static List<ShapeWorldPrompt> draw() {
        List<ShapeWorldPrompt> all = new ArrayList<>();
        var prompts = new Prompts(PROMPTS);
        add(all, prompts, Tag.SINGLE_OBJECT, Category.SINGLE, 5);
        add(all, prompts, Tag.SINGLE_OBJECT, Category.BACKGROUND, 75);
        add(all, prompts, Tag.TWO_OBJECT, Category.TWO, 20);
        add(all, prompts, Tag.TWO_OBJECT, Category.ATTRIBUTES, 79);
        add(all, prompts, Tag.COUNTING, Category.COUNT, 80);
        add(all, prompts, Tag.COLORS, Category.COLOUR, 94);
        add(all, prompts, Tag.POSITION, Category.POSITION, 100);
        add(all, prompts, Tag.COLOR_ATTR, Category.ATTRIBUTES, 100);
        return List.copyOf(all);
    }

    /** The classes, which {@code object_names.txt} lists. */
    static List<String> classes() {
        return Arrays.stream(Shape.values()).map(Shape::word).toList();
    }

    private static void add(List<ShapeWorldPrompt> all, Prompts prompts, Tag tag, Category category, int count) {
        prompts.next(category, count, task -> canBeSaid(tag, task.requirement()))
                .forEach(task -> all.add(new ShapeWorldPrompt(tag, task)));
    }

    /** Clauses are independent, so that two objects of one class would each be asked of the same, the surest one. */
    private static boolean canBeSaid(Tag tag, Requirement requirement) {
        List<Wanted> objects = requirement.objects();
        return tag == Tag.COUNTING
                ? objects.size() > 1
                : objects.stream().map(Wanted::shape).distinct().count() == objects.size();
    }

    /** The line of {@code evaluation_metadata.jsonl}. */
    String metadata() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("tag", tag.word());
        line.put("include", include());
        if (tag == Tag.COUNTING) {
            line.put(
                    "exclude",
                    List.of(clause(wanted(0), 1 + task.requirement().objects().size())));
        }
        line.put("prompt", task.prompt());
        return Json.write(line);
    }

    private List<Map<String, Object>> include() {
        int count = task.requirement().objects().size();
        return switch (tag) {
            case SINGLE_OBJECT -> List.of(clause(wanted(0), 1));
            case COLORS -> List.of(coloured(wanted(0)));
            case COUNTING -> List.of(clause(wanted(0), count));
            case TWO_OBJECT -> List.of(clause(wanted(0), 1), clause(wanted(1), 1));
            case COLOR_ATTR -> List.of(coloured(wanted(0)), coloured(wanted(1)));
            case POSITION ->
                List.of(
                        clause(wanted(1), 1),
                        placed(wanted(0), task.requirement().relation()));
        };
    }

    private Wanted wanted(int place) {
        return task.requirement().objects().get(place);
    }

    private static Map<String, Object> clause(Wanted wanted, int count) {
        Map<String, Object> clause = new LinkedHashMap<>();
        clause.put("class", wanted.shape().word());
        clause.put("count", count);
        return clause;
    }

    private static Map<String, Object> coloured(Wanted wanted) {
        Map<String, Object> clause = clause(wanted, 1);
        clause.put("color", wanted.colour().word());
        return clause;
    }

    private static Map<String, Object> placed(Wanted wanted, Relation relation) {
        Map<String, Object> clause = clause(wanted, 1);
        clause.put("position", List.of(relation.words(), 0));
        return clause;
    }
}
