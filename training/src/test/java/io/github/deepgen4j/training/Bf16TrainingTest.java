// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.weights.DeepGenInitialiser;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.AdamW;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import io.github.deepgen4j.training.config.TrainConfigFile;
import io.github.deepgen4j.training.objective.RecordedPass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that compute in bfloat16 over float32 weights. */
class Bf16TrainingTest {
    private static final List<String> TRAINABLE = List.of("connector", "transformer");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static Networks model(Path folder) {
        return Networks.open(
                folder,
                Trained.options(TRAINABLE, DType.BF16, ConstantPrecision.F32, 0, new DeepGenInitialiser(6), Map.of()));
    }

    private static Tensor loss(Networks model, TrainCase golden) {
        return RecordedPass.of(model, golden.batch(), golden.tensors()).loss();
    }

    /** As far from float32 as its rounding allows: eight bits of a mantissa, over some forty layers. */
    @Test
    void lossAndGradientsPointWhereTheRecordedOnesDo() {
        Map<String, Double> cosines = new TreeMap<>();
        try (Networks model = model(TrainCase.withLora(folder.resolve("m")));
                Safetensors gradients = Golden.tensors("train/stage2_gradients.safetensors")) {
            Map<String, Tensor> parameters = model.parameters(TRAINABLE);
            try (var optimizer = new AdamW(parameters, new AdamW.Options(0.9, 0.95, 1e-8, 0.05))) {
                for (String name : List.of("t2i_a", "i2i")) {
                    try (var _ = Scope.open();
                            TrainCase golden = new TrainCase(name);
                            Safetensors recorded = Golden.tensors("train/stage2_" + name + ".safetensors")) {
                        optimizer.zeroGrad();
                        Tensor loss = loss(model, golden);
                        loss.backward();
                        assertThat(loss.item() / recorded.tensor("loss").item()).isBetween(0.97, 1.03);
                        for (var parameter : parameters.entrySet()) {
                            String key = name + "." + parameter.getKey().replaceFirst("^connector\\.", "");
                            if (gradients.has(key)) {
                                assertThat(parameter.getValue().grad().dtype()).isEqualTo(DType.F32);
                                cosines.put(key, cosine(parameter.getValue().grad(), gradients.tensor(key)));
                            }
                        }
                    }
                }
            }
        }
        System.out.println("bf16 gradients, cosine with the recorded ones: " + cosines);
        assertThat(cosines).hasSizeGreaterThan(20);
        assertThat(cosines.values()).allSatisfy(cosine -> assertThat(cosine).isGreaterThan(0.95));
    }

    private static double cosine(Tensor a, Tensor b) {
        return a.mul(b).sum().item() / (a.norm().item() * b.norm().item());
    }

    /** With bfloat16 weights such an update would be lost. */
    @Test
    void weightsKeepUpdatesBelowTheirPrecision() {
        try (Networks model = model(Golden.path("tiny"));
                var _ = Scope.open();
                TrainCase golden = new TrainCase("t2i_a")) {
            Map<String, Tensor> parameters = model.parameters(TRAINABLE);
            Tensor weight = model.tensor("transformer.proj_out.weight");
            Tensor before = weight.detach().copy();
            try (var optimizer = new AdamW(parameters, new AdamW.Options(0.9, 0.95, 1e-8, 0))) {
                loss(model, golden).backward();
                optimizer.step(1e-6);
            }
            Tensor change = weight.detach().sub(before).abs();
            assertThat(change.mean().item()).isBetween(0.5e-6, 1.1e-6);
            Tensor rounded = weight.detach()
                    .to(DType.BF16)
                    .to(DType.F32)
                    .sub(before.to(DType.BF16).to(DType.F32));
            assertThat(rounded.abs().mean().item()).isLessThan(0.5e-6);
        }
    }

    @Test
    void objectivesOfTheNanoComputeInIt() {
        for (List<String> stage : List.of(
                List.of("nano-plan.yaml", "objective.batch=2", "objective.validation_tasks=1"),
                List.of("nano-vae.yaml", "objective.batch=1", "objective.validation_images=2"))) {
            List<String> overrides = new ArrayList<>(stage.subList(1, stage.size()));
            overrides.addAll(List.of("model=../configs/nano", "compute=BF16", "steps=1"));
            Path file = Path.of("..", "configs", stage.getFirst());
            RunOfSmoke.train(TrainConfigFile.read(file, overrides), folder.resolve(stage.getFirst()), false);
        }
    }
}
