// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static io.github.deepgen4j.testing.Golden.COMPONENT;
import static io.github.deepgen4j.testing.Golden.END_TO_END;
import static io.github.deepgen4j.testing.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.generation.TensorRecorder;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Pixels;
import io.github.deepgen4j.model.qwen.ConstantPrecision;
import io.github.deepgen4j.model.sampling.Euler;
import io.github.deepgen4j.model.sampling.Interval;
import io.github.deepgen4j.model.sampling.RoundedEuler;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From words and images to bytes, with the reference's own draws. */
class GenerationParityTest {
    private static final Set<String> INTEGERS =
            Set.of("input_ids", "attention_mask", "position_ids", "ref_u8", "grid_thw", "image_u8");
    /** Keys behind which rounding errors of the whole denoising loop have added up. */
    private static final Set<String> LOOP = Set.of("latents", "pixels");

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1", "edit2"})
    void everyRecordedIntermediateIsOurs(String name) {
        GoldenCase golden = GoldenCase.of(name);
        try (var trace = new TensorRecorder();
                var recorded = Golden.tensors(name + "/tensors.safetensors")) {
            draw(golden, golden.options(), ConstantPrecision.F32, trace);
            Map<String, Tensor> ours = trace.tensors();
            assertThat(ours.keySet()).containsAll(recorded.names());
            try (var _ = Scope.open()) {
                for (String key : recorded.names()) {
                    compare(name + " " + key, ours.get(key), recorded.tensor(key));
                }
            }
        }
    }

    private static void compare(String what, Tensor ours, Tensor recorded) {
        String kind = what.substring(what.indexOf(' ') + 1).replaceFirst("\\..*", "");
        if (kind.equals("image_u8")) {
            assertAlmostEqualBytes(what, ours, recorded);
        } else if (INTEGERS.contains(kind)) {
            assertThat(ours.to(DType.I64).toLongs())
                    .as(what)
                    .isEqualTo(recorded.to(DType.I64).toLongs());
        } else {
            assertClose(what, ours, recorded, LOOP.contains(kind) ? END_TO_END : COMPONENT);
        }
    }

    /** Truncation next to an integer may fall to either side: at most 1 off, in fewer than 1 % of the bytes. */
    private static void assertAlmostEqualBytes(String what, Tensor ours, Tensor recorded) {
        assertThat(ours.shape()).as(what).isEqualTo(recorded.shape());
        Tensor difference = ours.to(DType.F32).sub(recorded.to(DType.F32)).abs();
        assertThat(difference.max().item()).as(what).isLessThanOrEqualTo(1);
        double share = difference.mean().item();
        System.out.printf("parity  %-44s %.4f %% of the bytes off by 1%n", what, 100 * share);
        assertThat(share).as(what).isLessThan(0.01);
    }

    @Test
    void withoutGuidanceOnlyThePositiveHalfRuns() {
        GoldenCase golden = GoldenCase.of("t2i");
        try (var trace = new TensorRecorder();
                var recorded = Golden.tensors("t2i/cfg_off.safetensors")) {
            draw(golden, golden.options().withGuidance(1), ConstantPrecision.F32, trace);
            Map<String, Tensor> ours = trace.tensors();
            assertThat(ours.keySet()).doesNotContain("v_neg.0", "v_pos.0");
            try (var _ = Scope.open()) {
                Set<String> keys = new TreeSet<>(recorded.names());
                assertThat(keys).contains("v.0");
                for (String key : keys) {
                    compare("cfg_off " + key, ours.get(key), recorded.tensor(key));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1"})
    void roundedBuffersGiveTheRecordedConditions(String name) {
        GoldenCase golden = GoldenCase.of(name);
        try (var trace = new TensorRecorder();
                var recorded = Golden.tensors("rounded_buffers/" + name + ".safetensors")) {
            draw(golden, golden.options().withSteps(1), ConstantPrecision.BF16, trace);
            try (var _ = Scope.open()) {
                for (String key : recorded.names()) {
                    assertClose(
                            "rounded " + name + " " + key, trace.tensors().get(key), recorded.tensor(key), COMPONENT);
                }
            }
        }
    }

    /** As the reference ran with its adapters active. */
    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1"})
    void adaptersBesideTheModelGiveTheRecordedConditions(String name) throws IOException {
        Golden.copy(Golden.path("tiny"), folder);
        Golden.copy(Golden.path("lora/peft"), folder.resolve("lora"));
        String prefix = name.equals("t2i") ? "" : name + ".";
        GoldenCase golden = GoldenCase.of(name);
        try (var trace = new TensorRecorder();
                var recorded = Golden.tensors("lora/outputs.safetensors");
                var plain = Golden.tensors(name + "/tensors.safetensors")) {
            try (var model = GoldenCase.Model.open(folder, Compute.F32, ConstantPrecision.F32, new Euler());
                    var bare = GoldenCase.Model.tiny(Compute.F32, ConstantPrecision.F32, new Euler());
                    var _ = Autograd.disabled();
                    var _ = Scope.open()) {
                run(model, golden, golden.options().withSteps(1), trace);
                assertThat(model.networks().fingerprint())
                        .isNotEqualTo(bare.networks().fingerprint());
            }
            try (var _ = Scope.open()) {
                for (String key : List.of("pooled", "seq", "vision.0.0")) {
                    if (recorded.has(prefix + key)) {
                        Tensor wanted = recorded.tensor(prefix + key);
                        assertClose("lora " + prefix + key, trace.tensors().get(key), wanted, COMPONENT);
                        assertThat(Golden.relativeError(plain.tensor(key), wanted))
                                .isGreaterThan(10 * COMPONENT);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t2i", "edit1"})
    void bf16StaysAsCloseAsItsRoundingAllows(String name) {
        GoldenCase golden = GoldenCase.of(name);
        try (var trace = new TensorRecorder();
                var model = GoldenCase.Model.tiny(Compute.BF16, ConstantPrecision.BF16, new RoundedEuler());
                var recorded = Golden.tensors("bf16/" + name + ".safetensors");
                var _ = Autograd.disabled();
                var _ = Scope.open()) {
            run(model, golden, golden.options(), trace);
            Map<String, Tensor> ours = trace.tensors();
            for (String key : recorded.names()) {
                String kind = key.replaceFirst("\\..*", "");
                if (Set.of("pooled", "seq", "v_pos", "v_neg").contains(kind)) {
                    assertClose("bf16 " + name + " " + key, ours.get(key), recorded.tensor(key), 0.12);
                    assertThat(cosine(ours.get(key), recorded.tensor(key)))
                            .as(key)
                            .isGreaterThan(0.99);
                } else if (kind.equals("pixels")) {
                    assertClose("bf16 " + name + " " + key, ours.get(key), recorded.tensor(key), 0.2);
                    assertThat(cosine(ours.get(key), recorded.tensor(key)))
                            .as(key)
                            .isGreaterThan(0.98);
                }
            }
        }
    }

    @Test
    void bf16LatentsAndBytesFollowExactlyFromTheRecordedVelocities() {
        GoldenCase golden = GoldenCase.of("t2i");
        try (var _ = Scope.open();
                var recorded = Golden.tensors("bf16/t2i.safetensors");
                var inputs = Golden.tensors("t2i/tensors.safetensors")) {
            float[] sigmas = inputs.tensor("sigmas").toFloats();
            Tensor latents = recorded.tensor("noise").to(DType.BF16);
            for (int i = 0; recorded.has("v_pos." + i); i++) {
                Tensor velocity = golden.options()
                        .guidance()
                        .orElseThrow()
                        .combine(recorded.tensor("v_neg." + i), recorded.tensor("v_pos." + i));
                latents = new RoundedEuler().next(latents, velocity, new Interval(sigmas[i], sigmas[i + 1], sigmas[1]));
                assertThat(latents.toFloats())
                        .as("latents after step " + i)
                        .isEqualTo(recorded.tensor("latents." + (i + 1)).toFloats());
            }
            List<Image> images = Pixels.toImages(recorded.tensor("pixels"));
            Tensor bytes = recorded.tensor("image_u8");
            for (int i = 0; i < images.size(); i++) {
                assertThat(images.get(i).rgb()).isEqualTo(bytes.select(0, i).toBytes());
            }
        }
    }

    private static double cosine(Tensor a, Tensor b) {
        Tensor x = a.to(DType.F64);
        Tensor y = b.to(DType.F64);
        return x.mul(y).sum().item() / (x.norm().item() * y.norm().item());
    }

    private static void draw(
            GoldenCase golden, SamplingOptions options, ConstantPrecision constants, TensorRecorder trace) {
        try (var model = GoldenCase.Model.tiny(Compute.F32, constants, new Euler());
                var _ = Autograd.disabled();
                var _ = Scope.open()) {
            run(model, golden, options, trace);
        }
    }

    private static void run(GoldenCase.Model model, GoldenCase golden, SamplingOptions options, TensorRecorder trace) {
        Prepared prepared = model.generation().prepare(golden.samples(model), trace);
        Tensor latents = model.generation().denoise(prepared, golden.size(), options, golden.noise(), trace);
        Tensor pixels = model.generation().decode(latents, trace);
        trace.record(
                "image_u8",
                Tensor.stack(
                        0, Pixels.toImages(pixels).stream().map(Pixels::bytes).toList()));
    }
}
