// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.uniredit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The rows of the official table ({@code uniredit: eval/gpt_eval_uniredit.py: main}), over valid items, and the
 * averages of the two scenarios of the published one, which no script prints.
 */
final class UniReditTable {
    /** The sub-categories of games on the project's page; all others are of the real world. */
    private static final Set<String> GAMES = Set.of(
            "3dreconstruction",
            "pacman",
            "jewel2",
            "spaceinvader",
            "maze",
            "sokoban",
            "tictactoe",
            "sudoku",
            "wordsearch");

    private static final int SUB_CATEGORIES = 18;

    /** A valid item. */
    record Scored(String name, UniReditRules grades) {}

    /**
     * A row.
     *
     * @param score mean, 1 to 5; NaN without any
     * @param accuracy share of complete items, 0 to 1; NaN in rows of grades and without any
     * @param count of the items behind it
     */
    record Row(double score, double accuracy, int count) {
        double percent() {
            return UniReditRules.percent(score);
        }
    }

    private UniReditTable() {}

    /** @param names of all sub-categories; one without a valid item has a row of NaN */
    static Map<String, Row> of(List<String> names, List<Scored> all) {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("Overall", row(all));
        rows.put("Overall_Reasoning", grade(all, UniReditRules::reasoning));
        rows.put("Overall_ApprConsistency", grade(all, UniReditRules::consistency));
        rows.put("Overall_VisualPlausibility", grade(all, UniReditRules::quality));
        Map<String, List<Scored>> byName = new TreeMap<>();
        names.forEach(name -> byName.put(name, new ArrayList<>()));
        all.forEach(one -> byName.get(one.name()).add(one));
        byName.forEach((name, some) -> rows.put("Class-" + name, row(some)));
        return rows;
    }

    /**
     * The means of a scenario's sub-categories in per cent: {@code real} and {@code game}. Empty unless the data has
     * nine of each by the names that are known of games.
     */
    static Map<String, Double> scenarios(Map<String, Double> percentByName) {
        List<Double> games = percents(percentByName, true);
        List<Double> real = percents(percentByName, false);
        if (games.size() != GAMES.size() || real.size() != SUB_CATEGORIES - GAMES.size()) {
            return Map.of();
        }
        Map<String, Double> scenarios = new LinkedHashMap<>();
        scenarios.put("real", mean(real));
        scenarios.put("game", mean(games));
        return scenarios;
    }

    private static List<Double> percents(Map<String, Double> percentByName, boolean games) {
        return percentByName.entrySet().stream()
                .filter(entry -> isGame(entry.getKey()) == games)
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isGame(String name) {
        return GAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
    }

    private static Row row(List<Scored> some) {
        return new Row(
                mean(some.stream().map(one -> one.grades().score()).toList()),
                mean(some.stream()
                        .map(one -> one.grades().complete() ? 1.0 : 0.0)
                        .toList()),
                some.size());
    }

    private static Row grade(List<Scored> some, ToDoubleFunction<UniReditRules> grade) {
        List<Double> grades =
                some.stream().map(one -> grade.applyAsDouble(one.grades())).toList();
        return new Row(mean(grades), Double.NaN, some.size());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
