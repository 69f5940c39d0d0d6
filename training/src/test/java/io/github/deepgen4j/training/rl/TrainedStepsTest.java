// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.objective.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The trained steps: as many as in the published code ({@code rl/selection.json}), drawn as there. */
class TrainedStepsTest {
    @Test
    void asManyAreDrawnAsPublishedAndNeverMoreThanThereAre() {
        for (JsonNode recorded : Golden.json("rl/selection.json").get("selection")) {
            int steps = recorded.get("num_steps").asInt();
            TrainedSteps.Random trained = new TrainedSteps.Random(
                    recorded.get("timestep_fraction").asDouble(),
                    recorded.get("include_last").asBoolean());
            if (recorded.has("error")) { // B13
                assertThat(trained.count(steps)).isEqualTo(steps - 1);
            } else {
                assertThat(trained.count(steps))
                        .as(recorded.toString())
                        .isEqualTo(recorded.get("value").get("K").asInt());
            }
            int allowed = recorded.path("value").path("allowed").asInt(steps - 1);
            for (int update = 1; update < 20; update++) {
                int[] drawn = trained.draw(steps, update, Seeds.random(5, update));
                assertThat(drawn).hasSize(trained.count(steps)).isSorted().doesNotHaveDuplicates();
                assertThat(Arrays.stream(drawn).allMatch(step -> step >= 0 && step < allowed))
                        .isTrue();
            }
        }
    }

    @Test
    void lossScaleIsThePublishedOne() {
        for (JsonNode recorded : Golden.json("rl/selection.json").get("loss_scale")) {
            assertThat(BatchSizes.published(
                            recorded.get("batch").asInt(),
                            recorded.get("micro").asInt(),
                            recorded.get("updates").asInt(),
                            recorded.get("K").asInt()))
                    .isCloseTo(recorded.get("loss_scale").asDouble(), within(1e-15));
        }
    }

    @Test
    void eachStepIsDrawnAsOftenAsAnother() {
        TrainedSteps.Random trained = new TrainedSteps.Random(0.5, false);
        int[] counts = new int[10];
        for (int update = 1; update <= 4000; update++) {
            for (int step : trained.draw(10, update, Seeds.random(1, update))) {
                counts[step]++;
            }
        }
        assertThat(counts[9]).isZero();
        assertThat(IntStream.of(counts).limit(9)).allMatch(count -> Math.abs(count - 4000 * 5 / 9) < 200);
    }

    @Test
    void aWindowMovesFromHighNoiseToLowAndBeginsAgain() {
        TrainedSteps.Window window = new TrainedSteps.Window(4, 2, 3, false);
        assertThat(window.draw(10, 1, Seeds.random(1, 1))).containsExactly(0, 1, 2, 3);
        assertThat(window.draw(10, 3, Seeds.random(1, 3))).containsExactly(0, 1, 2, 3);
        assertThat(window.draw(10, 4, Seeds.random(1, 4))).containsExactly(2, 3, 4, 5);
        assertThat(window.draw(10, 7, Seeds.random(1, 7))).containsExactly(4, 5, 6, 7);
        assertThat(window.draw(10, 10, Seeds.random(1, 10))).containsExactly(0, 1, 2, 3);
        assertThat(window.draw(3, 1, Seeds.random(1, 1))).containsExactly(0, 1);
        assertThat(new TrainedSteps.Window(4, 0, 1, false).draw(10, 99, Seeds.random(1, 1)))
                .containsExactly(0, 1, 2, 3);
        assertThat(new TrainedSteps.Window(9, 1, 1, true).draw(4, 2, Seeds.random(1, 1)))
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void fractionsOutsideAreRefused() {
        for (double fraction : new double[] {0, -0.1, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> new TrainedSteps.Random(fraction, false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("fraction");
        }
    }
}
