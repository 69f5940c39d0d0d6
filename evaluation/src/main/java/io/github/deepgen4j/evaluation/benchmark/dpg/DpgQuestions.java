// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The question table, brought into questions by item ({@code ella: dpg_bench/compute_dpg_bench.py}). */
final class DpgQuestions {
    private DpgQuestions() {}

    /**
     * As the script does it: the first row of the table is lost (ella issue 61), a second block of an item's rows
     * replaces the first one, and a second question of one number replaces the first one in its place.
     */
    static Map<String, List<DpgQuestion>> official(List<DpgQuestion> table) {
        Map<String, Map<Integer, DpgQuestion>> items = new HashMap<>();
        String previous = "";
        for (DpgQuestion question : table.subList(Math.min(1, table.size()), table.size())) {
            if (!question.item().equals(previous)) {
                items.put(question.item(), new LinkedHashMap<>());
            }
            items.get(question.item()).put(question.id(), question);
            previous = question.item();
        }
        return lists(items);
    }

    /**
     * All rows, wherever they stand.
     *
     * @throws ConfigException if an item has two questions of one number, or a parent that it does not have or that
     *     depends on its own child
     */
    static Map<String, List<DpgQuestion>> fixed(List<DpgQuestion> table) {
        Map<String, Map<Integer, DpgQuestion>> items = new HashMap<>();
        for (DpgQuestion question : table) {
            DpgQuestion before = items.computeIfAbsent(question.item(), _ -> new LinkedHashMap<>())
                    .putIfAbsent(question.id(), question);
            if (before != null) {
                throw new ConfigException("%s: proposition_id expected once for %s, found %d again, first at %s"
                        .formatted(question.where(), question.item(), question.id(), before.where()));
            }
        }
        Map<String, List<DpgQuestion>> questions = lists(items);
        questions.values().forEach(DpgQuestions::requireGraph);
        return questions;
    }

    private static Map<String, List<DpgQuestion>> lists(Map<String, Map<Integer, DpgQuestion>> items) {
        Map<String, List<DpgQuestion>> lists = new HashMap<>();
        items.forEach((item, questions) -> lists.put(item, List.copyOf(questions.values())));
        return lists;
    }

    private static void requireGraph(List<DpgQuestion> questions) {
        Map<Integer, DpgQuestion> open = new LinkedHashMap<>();
        questions.forEach(question -> open.put(question.id(), question));
        for (DpgQuestion question : questions) {
            for (int parent : question.parents()) {
                if (!open.containsKey(parent)) {
                    throw new ConfigException("%s: dependency expected a question of %s, found %d"
                            .formatted(question.where(), question.item(), parent));
                }
            }
        }
        boolean closing = true;
        while (closing) {
            List<Integer> roots = new ArrayList<>();
            open.forEach((id, question) -> {
                if (question.parents().stream().noneMatch(open::containsKey)) {
                    roots.add(id);
                }
            });
            roots.forEach(open::remove);
            closing = !roots.isEmpty();
        }
        open.values().stream().findFirst().ifPresent(question -> {
            throw new ConfigException("%s: dependency expected no circle, found one through question %d of %s"
                    .formatted(question.where(), question.id(), question.item()));
        });
    }
}
