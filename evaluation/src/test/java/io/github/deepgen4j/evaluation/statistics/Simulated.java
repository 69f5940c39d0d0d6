// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.statistics;

import io.github.deepgen4j.evaluation.statistics.Headline.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A benchmark whose true headline is known: tags of different size and difficulty; an item passes with a chance of its
 * own, and each of its images with that chance.
 */
record Simulated(Map<String, Integer> items, Map<String, Double> rates, int images) {
    /** Macro over tags, as GenEval. */
    static Simulated macro(int images) {
        Map<String, Integer> items = new LinkedHashMap<>();
        items.put("easy", 20);
        items.put("middle", 30);
        items.put("hard", 50);
        return new Simulated(items, Map.of("easy", 0.9, "middle", 0.6, "hard", 0.25), images);
    }

    /** One image an item, most of which fail, as RISEBench. */
    static Simulated rare() {
        return new Simulated(Map.of("all", 200), Map.of("all", 0.11), 1);
    }

    Headline headline() {
        return Headline.macro(items.keySet(), Scale.PERCENT);
    }

    /** The headline over all items that there could be. */
    double truth() {
        return 100
                * rates.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow();
    }

    /** The chance of each item, around its tag's; the same for all runs over these items. */
    Map<String, Double> chances(SplittableRandom random) {
        Map<String, Double> chances = new LinkedHashMap<>();
        items.forEach((tag, count) -> {
            for (int i = 0; i < count; i++) {
                double rate = rates.get(tag);
                double spread = Math.min(rate, 1 - rate);
                chances.put(tag + "/" + i, rate + spread * (random.nextDouble() - 0.5));
            }
        });
        return chances;
    }

    /** @param shift added to each chance */
    List<ItemScores> run(Map<String, Double> chances, double shift, SplittableRandom random) {
        List<ItemScores> scores = new ArrayList<>();
        chances.forEach((name, chance) -> {
            int passed = 0;
            for (int i = 0; i < images; i++) {
                passed += random.nextDouble() < chance + shift ? 1 : 0;
            }
            scores.add(ItemScores.of(name, name.substring(0, name.indexOf('/')), passed, images));
        });
        return scores;
    }
}
