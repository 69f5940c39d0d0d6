// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.Prompts;
import io.github.deepgen4j.shapeworld.prompt.Checklist;
import io.github.deepgen4j.shapeworld.prompt.Questions;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Claim;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.List;

/** UniGenBench's data over ShapeWorld: as many prompts as in the original; test points are questions about them. */
final class ShapeWorldPoints {
    private static final long PROMPTS = 20261201;

    private ShapeWorldPoints() {}

    static List<UniGenBenchItem> items() {
        var prompts = new Prompts(PROMPTS);
        List<Task> tasks = new ArrayList<>();
        tasks.addAll(prompts.next(Category.COLOUR, 80));
        tasks.addAll(prompts.next(Category.BACKGROUND, 80));
        tasks.addAll(prompts.next(Category.POSITION, 100));
        tasks.addAll(prompts.next(Category.COUNT, 80));
        tasks.addAll(prompts.next(Category.ATTRIBUTES, 100));
        tasks.addAll(prompts.next(Category.TEXT, 80));
        tasks.addAll(prompts.next(Category.REASON, 80));
        List<UniGenBenchItem> items = new ArrayList<>();
        tasks.forEach(task -> items.add(new UniGenBenchItem(items.size(), task.prompt(), points(task), false)));
        return items;
    }

    /** The most particular claim first, which gives the item its group; that there is nothing else last. */
    private static List<TestPoint> points(Task task) {
        List<TestPoint> points = new ArrayList<>();
        List<TestPoint> last = new ArrayList<>();
        Checklist.of(task.requirement()).reversed().forEach(check -> {
            var point = new TestPoint(label(task.category(), check.claim()), Questions.of(check.claim()));
            (check.claim() instanceof Claim.Alone ? last : points).add(point);
        });
        points.addAll(last);
        return points;
    }

    private static String label(Category category, Claim claim) {
        return switch (claim) {
            case Claim.Alone _ -> "Attribute - Quantity";
            case Claim.Number _ -> category == Category.REASON ? "Logical Reasoning" : "Attribute - Quantity";
            case Claim.Placed _ ->
                category == Category.REASON ? "Logical Reasoning" : "Entity Layout - Two-Dimensional Space";
            case Claim.Ground _ -> "Relationship - Inclusion";
            case Claim.Written _, Claim.Inked _ -> "Text Generation";
            case Claim.Shown shown -> shown(category, shown);
        };
    }

    private static String shown(Category category, Claim.Shown shown) {
        boolean coloured = shown.thing().colour() != null;
        return switch (category) {
            case REASON -> "World Knowledge";
            case ATTRIBUTES -> coloured ? "Compound - Feature Matching" : "Attribute - Shape";
            default ->
                shown.thing().size() != null
                        ? "Attribute - Size"
                        : coloured ? "Attribute - Color" : "Attribute - Shape";
        };
    }
}
