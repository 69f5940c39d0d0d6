// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.tensor.ProcessGroup;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.run.TrainState;
import io.github.deepgen4j.training.run.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Complete training steps of the published trainer ({@code rl/grpo_step.json}), from the rollout to the weights after
 * the optimizer, through the classes that a run uses.
 */
class GrpoStepParityTest {
    private final JsonNode golden = Golden.json("rl/grpo_step.json");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void completeStepsAreThePublishedOnes() {
        for (JsonNode facts : golden.get("runs")) {
            withRun(facts.get("run").asString(), run -> {
                run.restore("weights.");
                try (Trajectory trajectory = run.rollout()) {
                    run.move();
                    run.update(trajectory);
                }
            });
        }
    }

    @Test
    void anUpdateIsTheSumOfItsMicroBatchesInAnySplit() {
        withRun("drifted", run -> {
            run.restore("weights.");
            try (Trajectory trajectory = run.rollout()) {
                run.move();
                List<int[]> splits = List.of(
                        new int[] {8}, new int[] {4, 4}, new int[] {3, 3, 2}, new int[] {1, 1, 1, 1, 1, 1, 1, 1});
                Map<String, Tensor> whole = Map.of();
                for (int[] split : splits) {
                    Update.Result result = run.split(trajectory, run.advantages(), split, 0);
                    assertThat(result.samples()).isEqualTo(8 * run.trainedSteps());
                    Map<String, Tensor> gradients = run.gradients();
                    double norm = result.gradNorm();
                    whole.forEach((name, gradient) -> assertThat(distance(gradients.get(name), gradient))
                            .as(name + " of a split into " + split.length)
                            .isLessThanOrEqualTo(3e-5 * norm));
                    if (whole.isEmpty()) {
                        whole = gradients;
                    } else {
                        gradients.values().forEach(Tensor::close);
                    }
                }
                assertThat(whole).hasSizeGreaterThan(50);
                whole.values().forEach(Tensor::close);
            }
        });
    }

    @Test
    void equalRewardsChangeNoBitWithoutADivergence() {
        withRun("no_kl", run -> {
            run.restore("weights.");
            try (Trajectory trajectory = run.rollout()) {
                Map<String, Tensor> before = run.snapshot();
                Update.Result result = run.split(trajectory, new double[8], new int[] {4, 4}, 1e-4);
                assertThat(result.gradNorm()).isZero();
                assertThat(result.measures())
                        .containsEntry("clipped_above", 0.0)
                        .containsEntry("clipped_below", 0.0);
                assertThat(result.measures().get("approximate_kl")).isLessThan(1e-12);
                try (var _ = Scope.open()) {
                    before.forEach((name, tensor) -> assertThat(
                                    run.parameters().get(name).toFloats())
                            .as(name)
                            .isEqualTo(tensor.toFloats()));
                } finally {
                    before.values().forEach(Tensor::close);
                }
            }
        });
    }

    private void withRun(String name, Consumer<RecordedStep> test) {
        JsonNode facts = golden.get("runs")
                .valueStream()
                .filter(run -> run.get("run").asString().equals(name))
                .findFirst()
                .orElseThrow();
        Path model = folder.resolve(name);
        try (var tensors = Golden.tensors("rl/grpo_step.safetensors")) {
            GoldenPolicy.write(model, golden, golden.get("shift").asDouble(), tensors, "weights.", "reference.");
            try (Networks networks = GoldenPolicy.open(model);
                    ProcessGroup alone = ProcessGroup.alone();
                    TrainState state = new TrainState(config(model), networks, alone)) {
                test.accept(new RecordedStep(golden, tensors, facts, state));
            }
        }
    }

    private static TrainConfig config(Path model) {
        return TrainConfigFile.read(
                Path.of("../configs/smoke.yaml"),
                List.of(
                        "model=" + model,
                        "trainable=[transformer]",
                        "optimizer={beta1: 0.9, beta2: 0.999, eps: 1.0e-8, weight_decay: 0.0}",
                        "lora={rank: 0, alpha: 0, dropout: 0}",
                        "ema=0"));
    }

    private static double distance(Tensor a, Tensor b) {
        try (var _ = Scope.open()) {
            return a.sub(b).norm().item();
        }
    }
}
