// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.dpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DpgQuestionsTest {
    private static DpgQuestion question(String item, int id, Integer... parents) {
        return new DpgQuestion("table:" + id, item, id, List.of(parents), "entity - whole (x)", "?");
    }

    private static Map<Integer, Boolean> answers(String letters) {
        Map<Integer, Boolean> yes = new HashMap<>();
        for (int i = 0; i < letters.length(); i++) {
            yes.put(i + 1, letters.charAt(i) == 'y');
        }
        return yes;
    }

    /** The specification's vector: Q1 yes, Q2 no after 1, Q3 yes after 2, Q4 yes after 1. */
    @Test
    void dependantsOfANoAreZeroedInACascade() {
        List<DpgQuestion> questions =
                List.of(question("a", 1), question("a", 2, 1), question("a", 3, 2), question("a", 4, 1));
        CropScore score = CropScore.official(questions, answers("ynyy")).orElseThrow();
        assertThat(score.score()).isEqualTo(0.5);
        assertThat(score.yes().values()).containsExactly(true, false, true, true);
        assertThat(CropScore.fixed(questions, answers("ynyy"))).isEqualTo(score);
        assertThat(CropScore.official(questions, answers("nyyy")).orElseThrow().score())
                .isZero();
    }

    @Test
    void officialOrderMattersAndFixedOrderDoesNot() {
        List<DpgQuestion> upwards = List.of(question("a", 3, 2), question("a", 2, 1), question("a", 1));
        assertThat(CropScore.official(upwards, answers("nyy")).orElseThrow().score())
                .isEqualTo(1.0 / 3);
        assertThat(CropScore.fixed(upwards, answers("nyy")).score()).isZero();
    }

    @Test
    void theOfficialTableLosesARowAndABlock() {
        List<DpgQuestion> table =
                List.of(question("a", 1), question("a", 2, 1), question("b", 1), question("c", 1), question("b", 2));
        Map<String, List<DpgQuestion>> official = DpgQuestions.official(table);
        assertThat(official.get("a")).extracting(DpgQuestion::id).containsExactly(2);
        assertThat(official.get("b")).extracting(DpgQuestion::id).containsExactly(2);
        assertThat(CropScore.official(official.get("a"), answers("yy"))).isEmpty();
        Map<String, List<DpgQuestion>> fixed = DpgQuestions.fixed(table);
        assertThat(fixed.get("a")).extracting(DpgQuestion::id).containsExactly(1, 2);
        assertThat(fixed.get("b")).extracting(DpgQuestion::id).containsExactly(1, 2);
    }

    @Test
    void fixedRefusesWhatIsNoGraph() {
        assertThatThrownBy(() -> DpgQuestions.fixed(List.of(question("a", 1), question("a", 1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("table:1: proposition_id expected once for a, found 1 again");
        assertThatThrownBy(() -> DpgQuestions.fixed(List.of(question("a", 1), question("a", 2, 3))))
                .hasMessageContaining("table:2: dependency expected a question of a, found 3");
        assertThatThrownBy(() ->
                        DpgQuestions.fixed(List.of(question("a", 1), question("a", 2, 3), question("a", 3, 2, 1))))
                .hasMessageContaining("expected no circle, found one through question 2 of a");
    }

    @Test
    void onlyYesItselfIsYes() {
        assertThat(List.of("yes", "Yes", "yes ", "y", "", "ye\u0455"))
                .filteredOn(CropScore::isYes)
                .containsExactly("yes");
    }

    @Test
    void categoriesAreThePartsBeforeTheTerms() {
        DpgQuestion question = new DpgQuestion("t:1", "a", 1, List.of(), "attribute - color (kite (big), red)", "?");
        assertThat(question.category()).isEqualTo("attribute - color");
        assertThat(question.topCategory()).isEqualTo("attribute");
    }
}
