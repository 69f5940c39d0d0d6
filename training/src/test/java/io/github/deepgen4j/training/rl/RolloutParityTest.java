// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whole rollouts of the published trainer, with its recorded draws ({@code rl/rollout.json}). */
class RolloutParityTest {
    private static final double TOLERANCE = 2e-4;

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void latentsAndProbabilitiesAreThePublishedOnes() {
        JsonNode golden = Golden.json("rl/rollout.json");
        try (var tensors = Golden.tensors("rl/rollout.safetensors")) {
            for (JsonNode facts : golden.get("runs")) {
                Path model = folder.resolve(facts.get("run").asString());
                GoldenPolicy.write(model, golden, facts.get("shift").asDouble(), tensors, "transformer.");
                try (Networks networks = GoldenPolicy.open(model)) {
                    networks.parameters(List.of("transformer.")).values().forEach(p -> p.requireGrad(true));
                    new Run(facts, tensors, networks).check();
                }
            }
        }
    }

    private record Run(JsonNode facts, Safetensors tensors, Networks networks) {
        private static final Size SIZE = new Size(64, 64); // latents of 8 x 8, the fixture's, at factor 8

        void check() {
            int drawn = 0;
            int row = 0;
            for (JsonNode prompts : facts.get("llm_batches")) {
                try (var _ = Scope.open()) {
                    int images = prompts.size() / (guidance() > 0 ? 2 : 1);
                    List<Tensor> draws = IntStream.rangeClosed(drawn, drawn + steps())
                            .mapToObj(i -> recorded(String.format(Locale.ROOT, "noise%02d", i)))
                            .toList();
                    check(
                            conditions(prompts),
                            new GoldenPolicy.Recorded(draws),
                            row,
                            new RolloutOptions(
                                    images,
                                    images,
                                    steps(),
                                    GoldenPolicy.step(
                                            option("atrain_sde_sampler").asString(),
                                            option("sde_eta").asDouble()),
                                    guidance(),
                                    SIZE));
                    drawn += draws.size();
                    row += images;
                }
            }
            assertThat(row).isEqualTo(facts.get("log_prob").size());
        }

        private void check(ConditionPair conditions, GroupNoise noise, int row, RolloutOptions options) {
            boolean guard = tensors.has(name("guard_means"));
            Kept kept = new Kept(IntStream.range(0, steps()).toArray(), true, guard, true);
            try (var recorder = new RolloutRecorder(options.sde(), kept)) {
                try (var _ = Autograd.disabled()) {
                    new Rollout(networks, options).latents(conditions, noise, 0, options.images(), _ -> true, recorder);
                }
                try (Trajectory trajectory = Trajectory.inMemory(recorder.recording())) {
                    compare(trajectory, row, options.images(), guard);
                    checkPolicy(trajectory, conditions, options);
                }
            }
        }

        private void compare(Trajectory trajectory, int row, int images, boolean guard) {
            Tensor latents = recorded("latents").narrow(0, row, images);
            for (int done = 0; done <= steps(); done++) {
                Golden.assertClose(
                        name("latents after " + done),
                        trajectory.latents(done, 0, images),
                        latents.select(1, done),
                        TOLERANCE);
            }
            for (int step = 0; step < steps(); step++) {
                float[] found = trajectory.logProb(step, 0, images).toFloats();
                for (int i = 0; i < images; i++) {
                    double expected =
                            facts.get("log_prob").get(row + i).get(step).asDouble();
                    assertThat((double) found[i])
                            .as(name("log_prob") + " of image " + (row + i) + ", step " + step)
                            .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
                }
                if (guard) {
                    Golden.assertClose(
                            name("mean of step " + step),
                            trajectory.mean(step, 0, images),
                            recorded("guard_means").narrow(0, row, images).select(1, step),
                            TOLERANCE);
                }
            }
        }

        /** The policy pass gives the same probabilities to the last bit, so that ratios begin at exactly 1. */
        private void checkPolicy(Trajectory trajectory, ConditionPair conditions, RolloutOptions options) {
            PolicyPass pass = new PolicyPass(networks, options);
            for (int step = 0; step < steps(); step++) {
                try (var _ = Scope.open()) {
                    PolicyPass.Evaluated policy =
                            pass.at(trajectory.latents(step, 0, options.images()), conditions, step);
                    Tensor logProb = pass.logProb(policy, trajectory.latents(step + 1, 0, options.images()));
                    assertThat(logProb.requiresGrad()).isTrue();
                    assertThat(logProb.toFloats())
                            .isEqualTo(trajectory
                                    .logProb(step, 0, options.images())
                                    .toFloats());
                    PolicyPass.Evaluated reference =
                            pass.reference(trajectory.latents(step, 0, options.images()), conditions, step);
                    assertThat(reference.velocity().requiresGrad()).isFalse();
                    Golden.assertClose(
                            name("reference of step " + step), reference.velocity(), policy.velocity(), 1e-5);
                    if (facts.has("guard_sqrt_minus_dt")) {
                        assertThat(policy.rootStep().toFloats()[0])
                                .isCloseTo(
                                        facts.get("guard_sqrt_minus_dt")
                                                .get(step)
                                                .floatValue(),
                                        within(1e-5f));
                    }
                }
            }
        }

        private ConditionPair conditions(JsonNode prompts) {
            List<String> texts = prompts.valueStream().map(JsonNode::asString).toList();
            return GoldenPolicy.pair(GoldenPolicy.conditions(tensors, texts), guidance());
        }

        private int steps() {
            return facts.get("steps").asInt();
        }

        private double guidance() {
            return option("cfg_scale").asDouble(0);
        }

        private JsonNode option(String name) {
            return facts.get("options").path(name);
        }

        private Tensor recorded(String what) {
            return tensors.tensor(name(what));
        }

        private String name(String what) {
            return facts.get("run").asString() + "." + what;
        }
    }

    @Test
    void imagesHaveThePublishedBytes() {
        try (var tensors = Golden.tensors("rl/rollout.safetensors")) {
            for (String name : tensors.names()) {
                if (name.endsWith(".decoded")) {
                    try (var _ = Scope.open()) {
                        Tensor expected = tensors.tensor(name.replace(".decoded", ".image_uint8"));
                        List<Image> images = Pixels.toImages(tensors.tensor(name));
                        for (int i = 0; i < images.size(); i++) {
                            assertThat(images.get(i).rgb())
                                    .isEqualTo(expected.select(0, i).toBytes());
                        }
                    }
                }
            }
        }
    }
}
