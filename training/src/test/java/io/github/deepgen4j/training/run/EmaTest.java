// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.RunOfSmoke;
import io.github.deepgen4j.training.TrainCase;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.objective.Supervised;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Averages of parameters, and where they stand in for them. */
class EmaTest {
    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void decayRisesToTheGivenOne() {
        try (var _ = Scope.open();
                Tensor parameter = Tensor.of(new float[] {1, -1}, 2).own();
                Ema ema = new Ema(Map.of("p", parameter), 0.9)) {
            Tensor average = ema.averages().get("p");
            assertThat(average.toFloats()).containsExactly(1, -1);
            parameter.copyFrom(Tensor.of(new float[] {2, 10}, 2));
            ema.update(1); // keeps 2 of 11 parts
            assertThat(average.toFloats()).containsExactly(new float[] {20 / 11f, 8}, within(1e-6f));
            parameter.copyFrom(Tensor.of(new float[] {4, 0}, 2));
            ema.update(2); // keeps 3 of 12
            assertThat(average.toFloats()).containsExactly(new float[] {5 / 11f + 3, 2}, within(1e-6f));
            parameter.copyFrom(Tensor.of(new float[] {0, 22}, 2));
            ema.update(1000); // would keep 1001 of 1010
            assertThat(average.toFloats()).containsExactly(new float[] {0.9f * 38 / 11, 4}, within(1e-6f));
        }
    }

    @Test
    void parametersTakeTheirOwnValuesBack() {
        try (var _ = Scope.open();
                Tensor parameter = Tensor.of(new float[] {1, 0.1f}, 2).own();
                Ema ema = new Ema(Map.of("p", parameter), 0.9);
                Ema none = new Ema(Map.of("p", parameter), 0)) {
            parameter.copyFrom(Tensor.of(new float[] {3, 1 / 3f}, 2));
            try (var _ = ema.swapIn()) {
                assertThat(parameter.toFloats()).containsExactly(1, 0.1f);
            }
            assertThat(parameter.toFloats()).containsExactly(3, 1 / 3f);
            none.update(1);
            assertThat(none.averages()).isEmpty();
            try (var _ = none.swapIn()) {
                assertThat(parameter.toFloats()).containsExactly(3, 1 / 3f);
            }
        }
    }

    /** Over all parameters of a run, from what its checkpoints say that they were. */
    @Test
    void finishedModelHoldsTheAverages() {
        TrainConfig config = RunOfSmoke.config(
                        "steps=3",
                        "checkpoint.every=1",
                        "ema=0.2",
                        "trainable=[connector.projector_, transformer.proj_out]",
                        "lora={rank: 2, alpha: 4, dropout: 0}")
                .withModel(Golden.path("tiny"));
        RunOfSmoke.train(config, folder, false);
        try (var _ = Scope.open();
                Networks begin = Training.open(config);
                Networks end = TrainCase.model(folder.resolve("model"), List.of(""));
                Safetensors last = checkpoint(3)) {
            Map<String, Tensor> averages = averages(begin.parameters(config.trainable()), 2 / 11.0, 0.2, 0.2);
            averages.forEach((name, average) -> {
                if (!name.startsWith("lmm.")) {
                    Tensor found = end.tensor(name);
                    assertThat(Golden.relativeError(found, average)).as(name).isLessThan(1e-6);
                    assertThat(Golden.relativeError(found, last.tensor("parameter." + name)))
                            .as(name)
                            .isGreaterThan(1e-5);
                }
            });
            String layer = "layers.0.self_attn.q_proj.";
            Tensor product = averages.get("lmm.model.language_model." + layer + "lora_B.default.weight")
                    .matmul(averages.get("lmm.model.language_model." + layer + "lora_A.default.weight"))
                    .mul(2); // alpha / rank
            String merged = "vlm.model." + layer + "weight";
            assertThat(Golden.relativeError(end.tensor(merged).sub(begin.tensor(merged)), product))
                    .isLessThan(1e-3); // a small difference of large numbers
        }
    }

    private Safetensors checkpoint(int step) {
        return Safetensors.open(folder.resolve("checkpoints/step-%06d/optimizer.safetensors".formatted(step)));
    }

    /** @param keep share of the average that stays in each step */
    private Map<String, Tensor> averages(Map<String, Tensor> begin, double... keep) {
        Map<String, Tensor> averages = new LinkedHashMap<>(begin);
        for (int step = 1; step <= keep.length; step++) {
            double kept = keep[step - 1];
            try (Safetensors file = checkpoint(step)) {
                averages.replaceAll((name, average) ->
                        average.mul(kept).add(file.tensor("parameter." + name).mul(1 - kept)));
            }
        }
        return averages;
    }

    /** Pulls one parameter to zero, and notes what it holds when validated. */
    private static final class Noting implements Supervised {
        static final String NAME = "connector.projector_3.bias";

        private final Networks model;
        private float[] noted;

        Noting(Networks model) {
            this.model = model;
        }

        @Override
        public Outcome loss(long microBatch) {
            return new Outcome(model.tensor(NAME).square().sum(), "", 1);
        }

        @Override
        public Validation validate(int step) {
            noted = model.tensor(NAME).toFloats();
            return new Validation(Map.of(), null);
        }
    }

    @Test
    void validationSeesTheAverages() {
        TrainConfig config = RunOfSmoke.config(
                        "steps=3", "trainable=[" + Noting.NAME + "]", "lora.rank=0", "validate.every=3")
                .withModel(Golden.path("tiny"));
        try (var _ = Scope.open();
                Networks model = Training.open(config)) {
            Noting objective = new Noting(model);
            RunOfSmoke.train(config, model, objective, folder, () -> false);
            try (Safetensors saved = checkpoint(3)) {
                float[] average = saved.tensor("average." + Noting.NAME).toFloats();
                float[] parameter = saved.tensor("parameter." + Noting.NAME).toFloats();
                assertThat(objective.noted).isEqualTo(average).isNotEqualTo(parameter);
                assertThat(model.tensor(Noting.NAME).toFloats()).isEqualTo(parameter);
            }
        }
    }
}
