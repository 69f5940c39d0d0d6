// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.cvtg;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The scores of pictures together: of one area, a number of text regions in one subset, or of all.
 *
 * @param accuracy share of the words asked for that were read, 0 where none was asked for
 * @param similarity mean over all words (NED), 0 where none was asked for
 * @param heads means over the pictures that have the score
 */
record AreaScore(int images, int words, int correct, double accuracy, double similarity, Map<String, Double> heads) {
    static AreaScore of(Collection<ImageScore> scores) {
        int words = scores.stream().mapToInt(score -> score.words().total()).sum();
        int correct = scores.stream().mapToInt(score -> score.words().correct()).sum();
        Map<String, Double> heads = new LinkedHashMap<>();
        var names = new TreeSet<String>();
        scores.forEach(score -> names.addAll(score.heads().keySet()));
        for (String name : names) {
            heads.put(
                    name,
                    scores.stream()
                            .filter(score -> score.heads().containsKey(name))
                            .mapToDouble(score -> score.heads().get(name))
                            .average()
                            .orElseThrow());
        }
        return new AreaScore(
                scores.size(),
                words,
                correct,
                (double) correct / Math.max(words, 1),
                scores.stream()
                        .map(score -> score.words().similarities())
                        .flatMap(List::stream)
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0),
                heads);
    }
}
