// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.evaluation.benchmark.Mode;
import io.github.deepgen4j.evaluation.benchmark.shapeworld.Prompts;
import io.github.deepgen4j.shapeworld.prompt.Checklist;
import io.github.deepgen4j.shapeworld.prompt.Checklist.Check;
import io.github.deepgen4j.shapeworld.prompt.Questions;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Claim;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import io.github.deepgen4j.shapeworld.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** DPG-Bench's data over ShapeWorld: as many prompts as in the original, and a table of questions about them. */
final class ShapeWorldTable {
    private static final long PROMPTS = 20261130;

    private ShapeWorldTable() {}

    private static Map<Category, Integer> counts() {
        Map<Category, Integer> counts = new EnumMap<>(Category.class);
        counts.put(Category.SINGLE, 5);
        counts.put(Category.COLOUR, 100);
        counts.put(Category.TWO, 20);
        counts.put(Category.BACKGROUND, 140);
        counts.put(Category.POSITION, 200);
        counts.put(Category.COUNT, 100);
        counts.put(Category.ATTRIBUTES, 200);
        counts.put(Category.TEXT, 150);
        counts.put(Category.REASON, 150);
        return counts;
    }

    /** All items in the order of their names, as files would be; questions by the rules of the mode. */
    static List<DpgItem> items(Mode mode) {
        var prompts = new Prompts(PROMPTS);
        Map<String, Task> tasks = new TreeMap<>();
        counts().forEach((category, count) -> {
            List<Task> drawn = prompts.next(category, count);
            for (int i = 0; i < count; i++) {
                tasks.put(String.format(Locale.ROOT, "%s%03d", category.word(), i), drawn.get(i));
            }
        });
        List<DpgQuestion> table = new ArrayList<>();
        tasks.forEach((name, task) -> add(table, name, task.requirement()));
        Map<String, List<DpgQuestion>> questions =
                mode == Mode.OFFICIAL ? DpgQuestions.official(table) : DpgQuestions.fixed(table);
        List<DpgItem> items = new ArrayList<>();
        tasks.forEach((name, task) -> items.add(new DpgItem(items.size(), name, task.prompt(), questions.get(name))));
        return items;
    }

    private static void add(List<DpgQuestion> table, String name, Requirement requirement) {
        List<Check> checks = Checklist.of(requirement);
        for (int i = 0; i < checks.size(); i++) {
            Claim claim = checks.get(i).claim();
            table.add(new DpgQuestion(
                    "shapeworld:" + (table.size() + 1),
                    name,
                    i + 1,
                    checks.get(i).parents().stream()
                            .map(parent -> parent + 1)
                            .sorted(Comparator.naturalOrder())
                            .toList(),
                    tuple(claim),
                    Questions.of(claim)));
        }
    }

    private static String tuple(Claim claim) {
        return switch (claim) {
            case Claim.Shown shown -> shown(shown.thing());
            case Claim.Number number ->
                "other - count (" + number.thing().shape().word() + ", ==" + number.count() + ")";
            case Claim.Placed placed ->
                "relation - spatial (%s, %s, %s)"
                        .formatted(
                                placed.first().shape().word(),
                                placed.second().shape().word(),
                                placed.relation().words());
            case Claim.Ground ground ->
                "global - (background, %s)".formatted(ground.colour().word());
            case Claim.Alone alone -> "other - count (objects, ==" + alone.count() + ")";
            case Claim.Written written ->
                "other - text rendering (text, \"%s\")"
                        .formatted(written.letters().text());
            case Claim.Inked inked ->
                "attribute - color (text, %s)"
                        .formatted(inked.letters().colour().word());
        };
    }

    private static String shown(Wanted thing) {
        String shape = thing.shape().word();
        return thing.size() != null
                ? "attribute - size (%s, %s)".formatted(shape, thing.size().word())
                : thing.colour() != null
                        ? "attribute - color (%s, %s)"
                                .formatted(shape, thing.colour().word())
                        : "entity - whole (%s)".formatted(shape);
    }
}
