// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.Training;
import io.github.deepgen4j.training.config.TrainConfig;
import io.github.deepgen4j.training.config.TrainConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole runs of {@code configs/smoke-rl.yaml}, in this process. */
class RlRunTest {
    private static final List<String> SMALL = List.of(
            "objective.held_out.tasks={single: 1}", "checkpoint.keep=9", "validate.every=9", "objective.sft=null");

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static TrainConfig config(String... overrides) {
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(List.of(overrides));
        return TrainConfigFile.read(Path.of("../configs/smoke-rl.yaml"), all);
    }

    private boolean train(String run, boolean resume, BooleanSupplier stop, String... overrides) {
        return Training.run(config(overrides), folder.resolve(run), resume, System.out::println, stop);
    }

    private List<JsonNode> flight(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve("flight.jsonl")).stream()
                .map(new JsonMapper()::readTree)
                .toList();
    }

    private Map<String, float[]> weights(String run, int step) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        try (var _ = Scope.open();
                Safetensors file = Safetensors.open(
                        folder.resolve("%s/checkpoints/step-%06d/optimizer.safetensors".formatted(run, step)))) {
            for (String name : file.names()) {
                if (name.startsWith("parameter.")) {
                    weights.put(name, file.tensor(name).toFloats());
                }
            }
        }
        return weights;
    }

    private static double difference(Map<String, float[]> a, Map<String, float[]> b) {
        double most = 0;
        for (String name : a.keySet()) {
            for (int i = 0; i < a.get(name).length; i++) {
                most = Math.max(most, Math.abs(a.get(name)[i] - b.get(name)[i]));
            }
        }
        return most;
    }

    @Test
    void everyPhaseLeavesItsTrace() throws IOException {
        String[] all = {"objective.held_out.tasks={single: 2, position: 1}", "validate.every=3"};
        TrainConfig config = TrainConfigFile.read(Path.of("../configs/smoke-rl.yaml"), List.of(all));
        Path run = folder.resolve("run");
        assertThat(Training.run(config, run, false, System.out::println, () -> false))
                .isTrue();
        List<JsonNode> lines = flight("run");
        assertThat(lines).hasSize(3);
        JsonNode first = lines.getFirst();
        assertThat(first.get("ratios").get("0.0").asDouble()).isEqualTo(1); // nothing has been learned yet
        assertThat(first.get("ratios").get("1.0").asDouble()).isEqualTo(1);
        assertThat(first.get("measures").get("clipped_above").asDouble()).isZero();
        assertThat(first.get("measures").get("kl").asDouble()).isLessThan(1e-9); // the reference lies in other memory
        assertThat(first.get("measures").get("sft_loss").asDouble()).isPositive();
        assertThat(lines.getLast().get("measures").get("kl").asDouble()).isPositive();
        assertThat(Files.readString(run.resolve("report.html"))).contains("held-out score", "<polyline", "data:image");
        assertThat(run.resolve("best/model/model_index.json")).exists();
        assertThat(run.resolve("model/model_index.json")).exists();
        assertThat(run.resolve("trajectories")).doesNotExist();
    }

    @Test
    void aStoppedRunContinuesBitByBit() throws IOException {
        train("whole", false, () -> false);
        boolean[] asked = new boolean[1];
        train("halved", false, () -> asked[0] = !asked[0]);
        assertThat(flight("halved")).hasSize(1);
        train("halved", true, () -> false);
        assertThat(difference(weights("halved", 3), weights("whole", 3))).isZero();
        for (int i = 0; i < 3; i++) {
            for (String part : List.of("reward", "rewards", "ratios", "measures", "looks", "advantages")) {
                assertThat(flight("halved").get(i).get(part))
                        .isEqualTo(flight("whole").get(i).get(part));
            }
        }
    }

    @Test
    void howImagesAreSharedOutDoesNotMatter() {
        train("whole", false, () -> false, "steps=1");
        train("parts", false, () -> false, "steps=1", "objective.rollout.together=2", "objective.memory=1");
        assertThat(difference(weights("parts", 1), weights("whole", 1))).isCloseTo(0, within(1e-5));
    }

    @Test
    void aConstantRewardTeachesNothing() {
        train(
                "constant",
                false,
                () -> false,
                "steps=1",
                "objective.kl.beta=0",
                "objective.rollout.eta=0", // with the same start all images of a prompt are one
                "objective.prompts.datasets=[{type: shapeworld, weights: {single: 1}, rewards: [{shapeworld: 1}]}]");
        try (var _ = Scope.open()) {
            Map<String, float[]> after = weights("constant", 1);
            try (var before = Training.open(config())) {
                for (Map.Entry<String, Tensor> parameter :
                        before.parameters(List.of("transformer")).entrySet()) {
                    assertThat(after.get("parameter." + parameter.getKey()))
                            .isEqualTo(parameter.getValue().toFloats());
                }
            }
        }
    }

    @Test
    void theGradientOfEachPartIsMeasuredAndChangesNothing() throws IOException {
        String sft = "objective.sft={lambda: 0.1, objective: {type: nano_flow_matching, data: {weights: {single: 1}},"
                + " batch: 2, scenes: 4, density: {type: uniform}, weighting: NONE, validation_tasks: 1,"
                + " validation_steps: 2, validation_guidance: 1.0, prompt_dropout: 0.1}}";
        train("measured", false, () -> false, "steps=2", sft, "objective.gradient_norms=1");
        train("plain", false, () -> false, "steps=2", sft, "objective.gradient_norms=0");
        assertThat(difference(weights("measured", 2), weights("plain", 2))).isZero();
        JsonNode measures = flight("measured").getLast().get("measures");
        double policy = measures.get("grad_norm/policy").asDouble();
        double reference = measures.get("grad_norm/reference").asDouble();
        double supervised = measures.get("grad_norm/sft").asDouble();
        double all = measures.get("grad_norm").asDouble();
        assertThat(policy).isPositive();
        assertThat(reference).isPositive();
        assertThat(supervised).isPositive();
        assertThat(all).isLessThanOrEqualTo((policy + reference + supervised) * 1.0001);
        assertThat(all).isGreaterThanOrEqualTo((supervised - policy - reference) * 0.9999);
        assertThat(flight("plain").getLast().get("measures").has("grad_norm/policy"))
                .isFalse();
    }

    @Test
    void theOnlyPartIsTheWhole() throws IOException {
        train("alone", false, () -> false, "steps=1", "objective.kl.beta=0", "objective.gradient_norms=1");
        JsonNode measures = flight("alone").getFirst().get("measures");
        double all = measures.get("grad_norm").asDouble();
        assertThat(measures.get("grad_norm/policy").asDouble()).isCloseTo(all, within(1e-6 * all));
    }

    @Test
    void adaptersLearnAgainstTheModelWithoutThem() throws IOException {
        train(
                "adapters",
                false,
                () -> false,
                "steps=2",
                "trainable=[]",
                "transformer_lora={rank: 4, alpha: 8, dropout: 0}",
                "learning_rate.peak=1.0e-3");
        assertThat(flight("adapters").getFirst().get("measures").get("kl").asDouble())
                .isLessThan(1e-9);
        assertThat(flight("adapters").getLast().get("measures").get("kl").asDouble())
                .isGreaterThan(1e-9);
        assertThat(folder.resolve("adapters/lora")).isDirectory();
        assertThat(folder.resolve("adapters/model/model_index.json")).exists();
    }

    @Test
    void otherLossesRunOnTheSameRoad() throws IOException {
        train("guard", false, () -> false, "steps=1", "objective.policy={type: grpo_guard}");
        assertThat(flight("guard").getFirst().get("ratios").get("0.0").asDouble())
                .isEqualTo(1);
        train(
                "awm",
                false,
                () -> false,
                "steps=2",
                "objective.policy={type: awm}",
                "objective.rollout.shared_start=false",
                "objective.kl={beta: 1.0e-3, norm: 0.1, uncertain: 0.5}");
        assertThat(flight("awm").getFirst().get("measures").get("grad_norm").asDouble())
                .isPositive();
        assertThat(flight("awm").getLast().get("measures").has("norm_penalty")).isTrue();
        train(
                "nft",
                false,
                () -> false,
                "steps=2",
                "ema=0.9",
                "objective.policy={type: diffusion_nft, off_policy: true}",
                "objective.rollout.shared_start=false",
                "objective.update=TIMESTEP");
        assertThat(flight("nft").getLast().get("ratios").isEmpty()).isTrue();
        assertThat(flight("nft").getLast().get("measures").get("kl").asDouble()).isPositive();
    }
}
