// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    @TempDir
    Path folder;

    private final Map<String, Tensor> content = new LinkedHashMap<>();
    private final Manifest expected = new Manifest();
    private Scope scope;
    private long handles;

    @BeforeEach
    void open() {
        handles = Scope.liveHandles();
        scope = Scope.open();
    }

    @AfterEach
    void nothingLeft() {
        scope.close();
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    @Test
    void handsOutTheStoredValuesInTheComputeType() {
        content.put("a.weight", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2).to(DType.BF16));
        content.put("b.weight", Tensor.of(new float[] {5, 6}, 2).to(DType.F16));
        content.put("c.weight", Tensor.of(new float[] {7.125f}, 1));
        write("model.safetensors");
        expect();
        for (DType type : new DType[] {DType.F32, DType.BF16}) {
            try (var checkpoint = Checkpoint.open(folder, expected, type)) {
                Weights a = checkpoint.at("a");
                assertThat(a.get("weight", 2, 2).dtype()).isEqualTo(type);
                assertThat(a.get("weight", 2, 2).toFloats()).containsExactly(1, 2, 3, 4);
                assertThat(checkpoint.get("b.weight", 2).toFloats()).containsExactly(5, 6);
                assertThat(checkpoint.get("c.weight", 1).toFloats()).containsExactly(7.125f);
                assertThat(a.get("weight", 2, 2)).isSameAs(a.get("weight", 2, 2));
            }
        }
        try (var checkpoint = Checkpoint.open(folder, expected, null)) {
            assertThat(checkpoint.get("a.weight", 2, 2).dtype()).isEqualTo(DType.BF16);
            assertThat(checkpoint.get("b.weight", 2).dtype()).isEqualTo(DType.F16);
            assertThat(checkpoint.get("c.weight", 1).toFloats()).containsExactly(7.125f);
        }
    }

    @Test
    void writableTensorsAreCopiesThatLeaveTheFileAlone() throws IOException {
        content.put("x", Tensor.of(new float[] {1, 2}, 2));
        write("model.safetensors");
        expect();
        byte[] before = Files.readAllBytes(folder.resolve("model.safetensors"));
        try (var checkpoint = Checkpoint.openWritable(folder, expected, DType.F32)) {
            checkpoint.get("x", 2).mulInPlace(9);
            assertThat(checkpoint.tensors().get("x").toFloats()).containsExactly(9, 18);
        }
        assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isEqualTo(before);
        try (var checkpoint = Checkpoint.open(folder, expected, DType.F32)) {
            assertThatThrownBy(checkpoint::tensors)
                    .isInstanceOf(WeightException.class)
                    .hasMessageContaining("openWritable");
        }
    }

    @Test
    void everyDifferenceIsReportedBeforeAnythingIsLoaded() {
        content.put("good", Tensor.zeros(DType.F32, 2));
        content.put("wrong.shape", Tensor.zeros(DType.F32, 2, 3));
        content.put("wrong.type", Tensor.zeros(DType.I64, 2));
        content.put("extra", Tensor.zeros(DType.F32, 5));
        write("model.safetensors");
        expected.get("good", 2);
        expected.get("wrong.shape", 3, 2);
        expected.get("wrong.type", 2);
        expected.get("absent", 7, 8);
        long before = Scope.liveHandles();
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, DType.F32))
                .isInstanceOf(WeightException.class)
                .hasMessageStartingWith(folder + ": 4 problems")
                .hasMessageContaining("missing " + folder.getFileName() + "/absent (7, 8)")
                .hasMessageContaining("model.safetensors: unexpected extra (5)")
                .hasMessageContaining("model.safetensors: wrong.shape expected shape (3, 2), found (2, 3)")
                .hasMessageContaining("model.safetensors: wrong.type expected type [BF16, F16, F32], found I64");
        assertThat(Scope.liveHandles()).isEqualTo(before);
    }

    @Test
    void anUnknownPrefixOfAllNamesIsOneProblem() {
        content.put("net.a", Tensor.zeros(DType.F32, 2));
        content.put("net.b", Tensor.zeros(DType.F32, 2));
        write("model.safetensors");
        expected.get("a", 2);
        expected.get("b", 2);
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, DType.F32))
                .hasMessageContaining("names of all 2 tensors begin with 'net.'")
                .hasMessageNotContaining("\n");
    }

    @Test
    void longListsAreCutWithTheirNumber() {
        for (int i = 0; i < 319; i++) {
            expected.get("a" + i, 2);
        }
        content.put("b", Tensor.zeros(DType.F32, 2));
        write("model.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, DType.F32))
                .hasMessageStartingWith(folder + ": 320 problems")
                .hasMessageEndingWith("and 300 more")
                .satisfies(refusal ->
                        assertThat(((WeightException) refusal).problems()).hasSize(320));
    }

    @Test
    void askingForAnotherShapeOrNameThanTheManifestIsRefused() {
        content.put("x", Tensor.zeros(DType.F32, 2));
        write("model.safetensors");
        expect();
        try (var checkpoint = Checkpoint.open(folder, expected, null)) {
            assertThatThrownBy(() -> checkpoint.get("x", 3)).hasMessageContaining("x expected shape (3), found (2)");
            assertThatThrownBy(() -> checkpoint.get("y", 3)).hasMessageContaining("no tensor y");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "visual.blocks.0.attn.qkv.weight, visual.blocks.0.attn.qkv.weight",
        "model.visual.blocks.0.attn.qkv.weight, visual.blocks.0.attn.qkv.weight",
        "lmm.visual.blocks.0.attn.qkv.weight, visual.blocks.0.attn.qkv.weight",
        "lmm.model.visual.merger.ln_q.weight, visual.merger.ln_q.weight",
        "model.layers.3.mlp.up_proj.weight, model.layers.3.mlp.up_proj.weight",
        "model.language_model.layers.3.mlp.up_proj.weight, model.layers.3.mlp.up_proj.weight",
        "module.model.lmm.model.language_model.norm.weight, model.norm.weight",
        "lmm.model.embed_tokens.weight, model.embed_tokens.weight",
        "module.meta_queries, meta_queries",
        "model.meta_queries, meta_queries",
        "model.projector_1.bias, projector_1.bias",
        "module.model.connector.layers.0.mlp.fc1.bias, connector.layers.0.mlp.fc1.bias",
        "decoder.mid_block.attentions.0.query.weight, decoder.mid_block.attentions.0.to_q.weight",
        "encoder.mid_block.attentions.0.key.bias, encoder.mid_block.attentions.0.to_k.bias",
        "encoder.mid_block.attentions.0.value.bias, encoder.mid_block.attentions.0.to_v.bias",
        "decoder.mid_block.attentions.0.proj_attn.weight, decoder.mid_block.attentions.0.to_out.0.weight",
        "decoder.mid_block.attentions.0.to_out.0.weight, decoder.mid_block.attentions.0.to_out.0.weight"
    })
    void namesOfEveryWriterMeanTheCanonicalOne(String stored, String canonical) {
        assertThat(TensorNames.canonical(stored)).isEqualTo(canonical);
        content.put(stored, Tensor.of(new float[] {4}, 1));
        write("model.safetensors");
        expected.get(canonical, 1);
        try (var checkpoint = Checkpoint.open(folder, expected, DType.F32)) {
            assertThat(checkpoint.get(canonical, 1).toFloats()).containsExactly(4);
        }
    }

    @Test
    void twoSpellingsOfOneTensorAreRefused() {
        content.put("visual.x", Tensor.zeros(DType.F32, 1));
        content.put("model.visual.x", Tensor.zeros(DType.F32, 1));
        write("model.safetensors");
        expected.get("visual.x", 1);
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, null)).hasMessageContaining("visual.x: twice");
    }

    @ParameterizedTest
    @CsvSource({"lm_head.weight", "lmm.lm_head.weight"})
    void outputEmbeddingIsIgnored(String name) {
        content.put("x", Tensor.zeros(DType.F32, 1));
        expect();
        content.put(name, Tensor.zeros(DType.F32, 100));
        write("model.safetensors");
        try (var checkpoint = Checkpoint.open(folder, expected, null)) {
            assertThat(checkpoint.get("x", 1).toFloats()).containsExactly(0);
        }
    }

    @Test
    void folderWithoutOrWithTwoSetsOfWeightsIsRefused() {
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("absent"), expected, null))
                .hasMessageContaining("folder not found");
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, null))
                .hasMessageContaining("no weights: expected one of model.safetensors");
        content.put("x", Tensor.zeros(DType.F32, 1));
        write("model.safetensors");
        write("diffusion_pytorch_model.safetensors");
        assertThatThrownBy(() -> Checkpoint.open(folder, expected, null))
                .hasMessageContaining("ambiguous weights: [diffusion_pytorch_model.safetensors, model.safetensors]");
    }

    private void expect() {
        content.forEach((name, tensor) -> expected.get(name, tensor.shape()));
    }

    private void write(String file) {
        SafetensorsWriter.write(folder.resolve(file), content);
    }
}
