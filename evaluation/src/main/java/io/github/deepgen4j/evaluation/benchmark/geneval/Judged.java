// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import io.github.deepgen4j.evaluation.benchmark.Verdict;
import java.util.List;
import java.util.Map;

/**
 * The worth of a picture by the objects that are seen in it.
 *
 * @param correct by the benchmark's own rule
 * @param reasons why it is not
 * @param soft reward of reinforcement learning, at most 1
 * @param strict that no number, colour or place is wrong, by the rule of reinforcement learning
 */
public record Judged(boolean correct, List<String> reasons, double soft, boolean strict) {
    public Judged {
        reasons = List.copyOf(reasons);
    }

    static Judged of(GenEvalItem item, KeptObjects objects) {
        Fulfilment verdict = Fulfilment.of(item, objects);
        Reward reward = Reward.of(item, objects);
        return new Judged(verdict.correct(), verdict.reasons(), reward.soft(), reward.strict());
    }

    /** The verdict of ShapeWorld's own scorer; its reasons are the measures that are not full. */
    static Judged ofShapeWorld(Verdict verdict) {
        List<String> missed = verdict.measures().entrySet().stream()
                .filter(measure -> measure.getValue() < 1)
                .map(Map.Entry::getKey)
                .toList();
        return new Judged(verdict.passed(), missed, verdict.passed() ? 1 : 0, verdict.passed());
    }
}
