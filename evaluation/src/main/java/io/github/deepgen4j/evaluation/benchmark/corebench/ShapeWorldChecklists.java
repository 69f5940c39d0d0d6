// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.corebench;

import io.github.deepgen4j.evaluation.benchmark.shapeworld.Prompts;
import io.github.deepgen4j.shapeworld.prompt.Checklist;
import io.github.deepgen4j.shapeworld.prompt.Questions;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** T2I-CoReBench's data over ShapeWorld: prompts of seven of the dimensions, as many of each as in the original. */
final class ShapeWorldChecklists {
    private static final long PROMPTS = 20261202;

    /** The dimensions that ShapeWorld has prompts of. */
    static final int DIMENSIONS = 7;

    private ShapeWorldChecklists() {}

    static List<CoReBenchItem> items() {
        var prompts = new Prompts(PROMPTS);
        List<CoReBenchItem> items = new ArrayList<>();
        add(items, prompts, Dimension.C_MI, Category.COUNT, _ -> true);
        add(items, prompts, Dimension.C_MA, Category.ATTRIBUTES, _ -> true);
        add(items, prompts, Dimension.C_MR, Category.POSITION, _ -> true);
        add(items, prompts, Dimension.C_TR, Category.TEXT, _ -> true);
        add(
                items,
                prompts,
                Dimension.R_LR,
                Category.REASON,
                task -> task.requirement().relation() != null);
        add(items, prompts, Dimension.R_PR, Category.REASON, ShapeWorldChecklists::isSum);
        add(
                items,
                prompts,
                Dimension.R_CR,
                Category.REASON,
                task -> task.requirement().relation() == null && !isSum(task));
        return items;
    }

    private static boolean isSum(Task task) {
        List<String> words = List.of(task.prompt().split(" "));
        return words.contains("plus") && !words.contains("sign") || words.contains("minus");
    }

    private static void add(
            List<CoReBenchItem> items, Prompts prompts, Dimension dimension, Category category, Predicate<Task> fits) {
        for (Task task : prompts.next(category, CoReBenchData.ITEMS_A_DIMENSION, fits)) {
            int number = items.size() % CoReBenchData.ITEMS_A_DIMENSION + 1;
            items.add(new CoReBenchItem(
                    String.format(Locale.ROOT, "%s-%03d", dimension.code(), number),
                    dimension,
                    task.prompt(),
                    Checklist.of(task.requirement()).stream()
                            .map(check -> Questions.of(check.claim()))
                            .toList()));
        }
    }
}
