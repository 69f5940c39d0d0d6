// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.geneval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.evaluation.task.Reply.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The specification's vectors. */
class GenEvalRulesTest {
    private static Seen box(float left, float top, float right, float bottom) {
        return new Seen("cup", left, top, right, bottom, 0.95f, "");
    }

    @Test
    void relationsNeedADistance() {
        Seen one = box(0, 0, 100, 100);
        assertThat(Relations.of(one, box(200, 0, 300, 100))).containsExactly("left of");
        assertThat(Relations.of(one, box(200, 200, 300, 300))).containsExactly("left of", "above");
        assertThat(Relations.of(one, box(10, 0, 110, 100))).isEmpty();
        assertThat(Relations.of(one, one)).isEmpty();
    }

    @Test
    void countingIsExact() {
        Clause three = new Clause("cup", 3, Optional.empty(), Optional.empty());
        Clause four = new Clause("cup", 4, Optional.empty(), Optional.empty());
        var item = new GenEvalItem(0, Tag.COUNTING, List.of(three), List.of(four), "three cups", "{}");
        assertThat(IntStream.of(3, 4, 2).mapToObj(count -> {
                    List<Seen> seen = new ArrayList<>();
                    IntStream.range(0, count).forEach(i -> seen.add(box(20 * i, 0, 20 * i + 10, 10)));
                    return Fulfilment.of(item, KeptObjects.of(seen, item.tag())).correct();
                }))
                .containsExactly(true, false, false);
    }

    @Test
    void theHeadlineIsTheMeanOfTasks() {
        double[] published = {0.97, 0.74, 0.66, 0.81, 0.13, 0.35};
        List<TaskScores.Scored> pictures = new ArrayList<>();
        for (Tag tag : Tag.values()) {
            var item = new GenEvalItem(tag.ordinal(), tag, List.of(), List.of(), "", tag.word());
            for (int i = 0; i < 100 * (tag.ordinal() + 1); i++) {
                pictures.add(new TaskScores.Scored(item, i % 100 < Math.round(100 * published[tag.ordinal()]) ? 1 : 0));
            }
        }
        assertThat(TaskScores.of(pictures).overall()).isCloseTo(0.61, within(1e-9));
    }
}
