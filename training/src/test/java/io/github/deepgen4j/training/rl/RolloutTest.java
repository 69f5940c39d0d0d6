// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.components.NetworkOptions;
import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.ConditionPair;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.CpsSde;
import io.github.deepgen4j.model.sampling.FlowSde;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups drawn with the whole tiny model, from the prompt to the images. */
class RolloutTest {
    private static final String PROMPT = "a red circle";
    private static final RolloutOptions OPTIONS = new RolloutOptions(4, 4, 4, new CpsSde(0.8), 0, new Size(64, 64));
    private static final Kept TWO_STEPS = Kept.transitions(new int[] {0, 2});

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static Networks open(Compute compute) {
        return Networks.open(Golden.path("tiny"), NetworkOptions.mapped(compute, ConstantPrecision.F32));
    }

    private static GroupNoise noise(boolean shared) {
        return new GroupNoise.Keyed(1, 0, shared);
    }

    @Test
    void keepsWhatWillBeTrainedAndNothingTwice() {
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, false)) {
            ConditionPair conditions = cache.of(PROMPT);
            try (var kept = new Rollout(networks, OPTIONS)
                    .draw(conditions, noise(true), TWO_STEPS, false)
                    .recording()) {
                assertThat(kept.tensors())
                        .containsOnlyKeys(
                                "latents.0", "latents.1", "latents.2", "latents.3", "log_prob.0", "log_prob.2");
            }
            try (var kept = new Rollout(networks, OPTIONS)
                    .draw(conditions, noise(true), new Kept(new int[] {1}, false, true, true), false)
                    .recording()) {
                assertThat(kept.tensors()).containsOnlyKeys("latents.1", "latents.4", "log_prob.1", "mean.1");
            }
            assertThat(cache.of(PROMPT)).isSameAs(conditions);
        }
    }

    @Test
    void aGroupSharesItsStartOrDoesNot() {
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, false)) {
            try (var shared = recording(networks, cache, OPTIONS, noise(true));
                    var own = recording(networks, cache, OPTIONS, noise(false))) {
                assertThat(row(shared, "latents.0", 0)).isEqualTo(row(shared, "latents.0", 3));
                assertThat(row(shared, "latents.1", 0)).isNotEqualTo(row(shared, "latents.1", 3));
                assertThat(row(own, "latents.0", 0)).isNotEqualTo(row(own, "latents.0", 3));
            }
        }
    }

    @Test
    void passesOfAnySizeDrawTheSameGroup() {
        RolloutOptions threeThenOne = new RolloutOptions(4, 3, 4, OPTIONS.sde(), 0, OPTIONS.size());
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, false);
                var together = recording(networks, cache, OPTIONS, noise(true));
                var apart = recording(networks, cache, threeThenOne, noise(true))) {
            assertThat(apart.tensors().keySet()).isEqualTo(together.tensors().keySet());
            together.tensors()
                    .forEach((name, tensor) -> assertThat(
                                    Golden.relativeError(apart.tensors().get(name), tensor))
                            .as(name)
                            .isLessThan(1e-5));
        }
    }

    @Test
    void noiseIsAPureFunctionOfGroupImageAndStep() {
        try (var _ = Scope.open()) {
            GroupNoise noise = new GroupNoise.Keyed(1, 7, false);
            float[] third = noise.step(2, 3, 1, 4, 4, 4).toFloats();
            assertThat(noise.step(2, 2, 2, 4, 4, 4).select(0, 1).toFloats()).isEqualTo(third);
            assertThat(noise.step(1, 3, 1, 4, 4, 4).toFloats()).isNotEqualTo(third);
            assertThat(noise.step(2, 2, 1, 4, 4, 4).toFloats()).isNotEqualTo(third);
            assertThat(noise.start(3, 1, 4, 4, 4).toFloats()).isNotEqualTo(third);
            assertThat(new GroupNoise.Keyed(1, 8, false).step(2, 3, 1, 4, 4, 4).toFloats())
                    .isNotEqualTo(third);
            assertThat(new GroupNoise.Keyed(2, 7, false).step(2, 3, 1, 4, 4, 4).toFloats())
                    .isNotEqualTo(third);
        }
    }

    @Test
    void outsideOfAWindowTheStepsAreQuiet() {
        Kept all = Kept.transitions(IntStream.range(0, 4).toArray());
        Kept second = new Kept(new int[] {1}, true, false, true);
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, false)) {
            Rollout rollout = new Rollout(networks, OPTIONS);
            RolloutOptions ode = new RolloutOptions(4, 4, 4, new FlowSde(0), 0, OPTIONS.size());
            try (var window = rollout.draw(cache.of(PROMPT), noise(true), second, true)
                            .recording();
                    var quiet = new Rollout(networks, ode)
                            .draw(cache.of(PROMPT), noise(true), all, false)
                            .recording()) {
                assertThat(spread(window, "latents.1")).isLessThan(1e-5);
                assertThat(Golden.relativeError(
                                window.tensors().get("latents.1"),
                                quiet.tensors().get("latents.1")))
                        .isLessThan(1e-6);
                assertThat(spread(window, "latents.2")).isGreaterThan(0.1);
            }
        }
    }

    @Test
    void withGuidanceThePairIsPaddedAsWhenDrawing() {
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, true)) {
            ConditionPair pair = cache.of(PROMPT);
            assertThat(pair.positive().sequence().shape())
                    .isEqualTo(pair.negative().sequence().shape());
            RolloutOptions guided = new RolloutOptions(2, 2, 4, OPTIONS.sde(), 0.5, OPTIONS.size());
            try (var half = recording(networks, cache, guided, noise(true));
                    var none = recording(
                            networks,
                            cache,
                            new RolloutOptions(2, 2, 4, OPTIONS.sde(), 0, OPTIONS.size()),
                            noise(true))) {
                assertThat(row(half, "latents.1", 0)).isNotEqualTo(row(none, "latents.1", 0));
            }
        }
    }

    @Test
    void theRatioIsExactlyOneInBf16Too() {
        for (Compute compute : new Compute[] {Compute.F32, Compute.BF16}) {
            try (Networks networks = open(compute);
                    var cache = new ConditionCache(networks, false);
                    Trajectory trajectory = Trajectory.inMemory(recording(networks, cache, OPTIONS, noise(true)));
                    var _ = Scope.open()) {
                PolicyPass pass = new PolicyPass(networks, OPTIONS);
                for (int step : TWO_STEPS.trained()) {
                    PolicyPass.Evaluated policy = pass.at(trajectory.latents(step, 0, 4), cache.of(PROMPT), step);
                    Tensor ratio = pass.logProb(policy, trajectory.latents(step + 1, 0, 4))
                            .sub(trajectory.logProb(step, 0, 4))
                            .exp();
                    assertThat(ratio.toFloats()).containsOnly(1f);
                    assertThat(policy.velocity().dtype()).isEqualTo(DType.F32);
                }
                PolicyPass.Evaluated part = pass.at(trajectory.latents(2, 1, 2), cache.of(PROMPT), 2);
                float[] ratios = pass.logProb(part, trajectory.latents(3, 1, 2))
                        .sub(trajectory.logProb(2, 1, 2))
                        .exp()
                        .toFloats();
                for (float ratio : ratios) { // in other company sums are rounded in another way
                    assertThat(Math.abs(ratio - 1)).isLessThanOrEqualTo(compute == Compute.F32 ? 1e-6f : 1e-3f);
                }
            }
        }
    }

    @Test
    void beyondTheLimitTrajectoriesAreFiles() throws IOException {
        Path files = folder.resolve("trajectories");
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, false);
                var first = recording(networks, cache, OPTIONS, noise(true))) {
            Map<String, Tensor> expected = first.tensors();
            long bytes = first.bytes();
            try (var kept = new Trajectories(files, bytes)) {
                Trajectory inMemory = kept.keep(0, recording(networks, cache, OPTIONS, noise(true)));
                Trajectory inFile = kept.keep(1, recording(networks, cache, OPTIONS, noise(true)));
                assertThat(kept.used()).isEqualTo(bytes);
                assertThat(kept.written()).isEqualTo(bytes);
                assertThat(files).isDirectoryContaining("glob:**/00000001.safetensors");
                try (var _ = Scope.open()) {
                    for (Trajectory trajectory : new Trajectory[] {inMemory, inFile}) {
                        assertThat(trajectory.latents(3, 1, 2).toFloats())
                                .isEqualTo(expected.get("latents.3")
                                        .narrow(0, 1, 2)
                                        .toFloats());
                        assertThat(trajectory.logProb(2, 0, 4).toFloats())
                                .isEqualTo(expected.get("log_prob.2").toFloats());
                        assertThatThrownBy(() -> trajectory.mean(2, 0, 4)).hasMessageContaining("mean.2");
                    }
                }
                kept.clear();
                assertThat(files).doesNotExist();
            }
            Files.createDirectories(files);
            Files.writeString(files.resolve("00000009.safetensors"), "left behind by a killed run");
            try (var _ = new Trajectories(files, 0)) {
                assertThat(files).doesNotExist();
            }
        }
    }

    @Test
    void aFullDiskIsAnErrorThatKeepsWhatIsThere() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "no folder").resolve("trajectories");
        try (Networks networks = open(Compute.F32);
                var cache = new ConditionCache(networks, false);
                var one = recording(networks, cache, OPTIONS, noise(true));
                var kept = new Trajectories(blocked, one.bytes())) {
            Trajectory inMemory = kept.keep(0, recording(networks, cache, OPTIONS, noise(true)));
            var second = recording(networks, cache, OPTIONS, noise(true));
            assertThatThrownBy(() -> kept.keep(1, second))
                    .hasMessageContaining("cannot be written")
                    .hasMessageContaining("no update was made, the last checkpoint is intact");
            try (var _ = Scope.open()) {
                assertThat(inMemory.logProb(0, 0, 4).toFloats())
                        .isEqualTo(one.tensors().get("log_prob.0").toFloats());
            }
        }
    }

    private static Recording recording(
            Networks networks, ConditionCache cache, RolloutOptions options, GroupNoise noise) {
        return new Rollout(networks, options)
                .draw(cache.of(PROMPT), noise, TWO_STEPS, false)
                .recording();
    }

    /** Relative distance of the last image of a group from the first. */
    private static double spread(Recording recording, String name) {
        try (var _ = Scope.open()) {
            Tensor rows = recording.tensors().get(name);
            return Golden.relativeError(rows.select(0, 3), rows.select(0, 0));
        }
    }

    private static float[] row(Recording recording, String name, int image) {
        try (var _ = Scope.open()) {
            return recording.tensors().get(name).select(0, image).toFloats();
        }
    }
}
