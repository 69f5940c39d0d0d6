// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.components.Offload;
import io.github.deepgen4j.model.components.Stage;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.memory.MemoryForecast.WeightBytes;
import io.github.deepgen4j.model.memory.MemoryForecast.Work;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Weights of gigabytes over the tiny model's dimensions: the choice depends on sums only. */
class MemoryPlanTest {
    private static final long GIB = 1L << 30;
    private static final WeightBytes WEIGHTS = new WeightBytes(5 * GIB, GIB, 2 * GIB, 4 * GIB, GIB / 8);

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static MemoryPlan plan(DType compute, Size... references) {
        return new MemoryPlan(
                ModelConfig.read(Golden.path("tiny")),
                WEIGHTS,
                new Work(new Size(64, 64), List.of(references), 2, 30),
                compute);
    }

    @Test
    void everythingStaysWhereItFits() {
        assertThat(plan(DType.BF16).choose(Offload.AUTO, 16 * GIB)).isEqualTo(Offload.NONE);
        assertThat(plan(DType.BF16).choose(Offload.MODEL, 16 * GIB)).isEqualTo(Offload.MODEL);
    }

    @Test
    void otherwiseStagesAreAlone() {
        MemoryPlan plan = plan(DType.BF16);
        assertThat(plan.choose(Offload.AUTO, 9 * GIB)).isEqualTo(Offload.MODEL);
        MemoryForecast staged = plan.forecast(Offload.MODEL);
        assertThat(staged.largest().stage()).isEqualTo(Stage.READ_PROMPT);
        assertThat(staged.largest().weights()).isEqualTo(7 * GIB + GIB / 8);
        assertThat(staged.stages())
                .extracting(MemoryForecast.Need::stage)
                .containsExactly(Stage.READ_PROMPT, Stage.DENOISE, Stage.DECODE);
    }

    @Test
    void whatDoesNotFitIsRefusedWithWhatWouldHelp() {
        assertThatThrownBy(() -> plan(DType.BF16).choose(Offload.NONE, 9 * GIB))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("9.0 GiB are available")
                .hasMessageContaining("offload between stages");
        assertThatThrownBy(() -> plan(DType.F32).choose(Offload.AUTO, GIB))
                .isInstanceOf(MemoryException.class)
                .hasMessageContaining("READ_PROMPT")
                .hasMessageContaining("bf16");
        assertThatThrownBy(() -> plan(DType.BF16).choose(Offload.AUTO, GIB))
                .hasMessageContaining("a machine with more memory");
    }

    @Test
    void referencesNeedTheVisionTowerAndAnotherStage() {
        MemoryForecast edit = plan(DType.BF16, new Size(64, 64)).forecast(Offload.MODEL);
        assertThat(edit.stages()).extracting(MemoryForecast.Need::stage).contains(Stage.READ_REFERENCES);
        assertThat(edit.largest().weights()).isEqualTo(8 * GIB + GIB / 8);
    }

    @Test
    void stagedDrawsTheSameImages() {
        GenerateRequest request =
                GenerateRequest.of("a red apple").withSize(64, 64).withSteps(2);
        EditRequest edit = EditRequest.of(Image.of(64, 64, new byte[3 * 64 * 64]), "make it blue")
                .withResize(ResizeRule.SQUARE, 64)
                .withSteps(2);
        try (var all = DeepGen.open(Golden.path("tiny"), ModelOptions.DEFAULT.withOffload(Offload.NONE));
                var staged = DeepGen.open(Golden.path("tiny"), ModelOptions.DEFAULT.withOffload(Offload.MODEL))) {
            List<Generated> expected = all.generate(request, 2, Observer.NONE);
            List<Generated> found = staged.generate(request, 2, Observer.NONE);
            for (int i = 0; i < 2; i++) {
                assertThat(found.get(i).image().rgb())
                        .isEqualTo(expected.get(i).image().rgb());
            }
            assertThat(staged.edit(edit).image().rgb())
                    .isEqualTo(all.edit(edit).image().rgb());
        }
    }
}
