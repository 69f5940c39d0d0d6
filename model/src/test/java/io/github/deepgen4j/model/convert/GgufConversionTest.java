// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Int8Matrix;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.testing.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of testdata/gguf hold parts of the tiny model, doubled, in the names of other programs. */
class GgufConversionTest {
    private static final Path FOLDER = Path.of("../testdata/gguf");
    private static final Path TINY = Golden.path("tiny");
    private static final ConversionOptions OPTIONS = ConversionOptions.DEFAULT;

    @TempDir
    private Path folder;

    /** Names whose tensors are twice those of the tiny model; the others must be the same. */
    private List<String> doubled(Component component, double tolerance, Path... files) {
        Path out = folder.resolve("out-" + component.folder());
        List<Path> sources = new ArrayList<>(List.of(TINY));
        sources.addAll(List.of(files));
        try (var conversion = Conversion.open(sources, out, OPTIONS)) {
            conversion.write(_ -> {});
        }
        List<String> doubled = new ArrayList<>();
        try (var before = ComponentFiles.open(TINY.resolve(component.folder()));
                var after = ComponentFiles.open(out.resolve(component.folder()));
                var _ = Scope.open()) {
            before.tensors().forEach((name, stored) -> {
                Tensor was = stored.file().tensor(stored.name()).to(DType.F32);
                Tensor is = after.tensors().get(name).file().tensor(name).to(DType.F32);
                boolean same = was.sub(is).abs().max().item() == 0;
                if (!same) {
                    double largest = was.abs().max().item();
                    assertThat(was.mul(2).sub(is).abs().max().item())
                            .as(name)
                            .isLessThanOrEqualTo(largest * 2 * tolerance);
                    doubled.add(name);
                }
            });
        }
        return doubled;
    }

    @Test
    void transformerInTheNamesOfStabilityAi() {
        assertThat(doubled(Component.TRANSFORMER, 0, FOLDER.resolve("transformer.gguf")))
                .hasSize(159);
    }

    @Test
    void visionTowerInTheNamesOfLlamaCpp() {
        List<String> doubled = doubled(Component.VLM, 0, FOLDER.resolve("vision.gguf"));
        assertThat(doubled).allMatch(name -> name.startsWith("visual."));
        assertThat(doubled).contains("visual.patch_embed.proj.weight", "visual.blocks.0.attn.qkv.weight");
        assertThat(doubled).hasSize(vision());
    }

    private static int vision() {
        try (var files = ComponentFiles.open(TINY.resolve(Component.VLM.folder()))) {
            return (int) files.tensors().keySet().stream()
                    .filter(name -> name.startsWith("visual."))
                    .count();
        }
    }

    /** Two layers, of which one matrix each is in 8 bits. */
    @Test
    void languageModelInTheNamesOfLlamaCpp() {
        assertThat(doubled(Component.VLM, 1 / 127.0, FOLDER.resolve("language.gguf")))
                .contains(
                        "model.embed_tokens.weight",
                        "model.norm.weight",
                        "model.layers.1.self_attn.o_proj.weight",
                        "model.layers.0.self_attn.q_proj.bias",
                        "model.layers.0.mlp.down_proj.weight")
                .hasSize(26);
    }

    /** Blocks of 32 weights have a scale each, which one for a row cannot hold: they are rounded once more. */
    @Test
    void eightBitsInBlocksBecomeInt8InRows() {
        Path fp32 = folder.resolve("fp32");
        Path int8 = folder.resolve("int8");
        for (Path out : List.of(fp32, int8)) {
            var options = out == int8 ? OPTIONS.withType(TargetType.INT8) : OPTIONS.withType(TargetType.FP32);
            try (var conversion = Conversion.open(List.of(TINY, FOLDER.resolve("language.gguf")), out, options)) {
                conversion.write(_ -> {});
            }
        }
        String name = "model.layers.1.self_attn.o_proj.weight";
        try (var wide = ComponentFiles.open(fp32.resolve("vlm"));
                var narrow = ComponentFiles.open(int8.resolve("vlm"));
                var _ = Scope.open()) {
            Int8Matrix expected = Int8Matrix.of(wide.tensors().get(name).file().tensor(name));
            assertThat(narrow.isInt8(name)).isTrue();
            assertThat(narrow.tensors().get(name).file().tensor(name).storedBytes())
                    .isEqualTo(expected.values().storedBytes());
        }
    }

    @Test
    void namesOfNoModelAreRefused() {
        assertThatThrownBy(() ->
                        Conversion.open(List.of(TINY, FOLDER.resolve("types.gguf")), folder.resolve("x"), OPTIONS))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("types.gguf")
                .hasMessageContaining("Q4_K");
    }

    @Test
    void aFileAloneLacksTheRest() {
        assertThatThrownBy(() ->
                        Conversion.open(List.of(FOLDER.resolve("transformer.gguf")), folder.resolve("x"), OPTIONS))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("a folder needs configurations");
    }
}
