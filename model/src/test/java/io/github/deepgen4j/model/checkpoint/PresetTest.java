// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.text.Tokenizer;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.Scope;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetTest {
    @TempDir
    private Path folder;

    /** The table of spec/model.md section 9.1; shapes only, no weights are made. */
    @Test
    void deepgenHasTheTensorsOfTheRelease() {
        long handles = Scope.liveHandles();
        Preset.DEEPGEN_1_0.writeTo(folder);
        Map<Component, Manifest> manifests = ModelConfig.read(folder).manifests();
        assertThat(manifests.keySet()).containsExactly(Component.values());
        assertCounts(manifests.get(Component.VLM), 824, 3_754_622_976L);
        assertCounts(manifests.get(Component.CONNECTOR), 103, 432_449_532);
        assertCounts(manifests.get(Component.TRANSFORMER), 909, 2_469_663_936L);
        assertCounts(manifests.get(Component.VAE), 244, 83_819_683);
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    private static void assertCounts(Manifest manifest, int tensors, long elements) {
        assertThat(manifest.shapes()).hasSize(tensors);
        assertThat(manifest.shapes().values().stream()
                        .mapToLong(TensorSpec::elements)
                        .sum())
                .isEqualTo(elements);
    }

    @ParameterizedTest
    @EnumSource
    void everyPresetHasATokenizerThatFitsItsModel(Preset preset) {
        preset.writeTo(folder);
        int vocabulary = ModelConfig.read(folder).vlm().vocabulary();
        try (Tokenizer tokenizer = Tokenizer.open(folder.resolve("tokenizer"))) {
            assertThat(tokenizer.special("<|image_pad|>")).isBetween(0L, vocabulary - 1L);
            assertThat(tokenizer.encode("a red circle, 7 Würfel"))
                    .isNotEmpty()
                    .satisfies(ids ->
                            assertThat(LongStream.of(ids).max().orElseThrow()).isLessThan(vocabulary));
            assertThat(tokenizer.decode(tokenizer.encode("Würfel"))).isEqualTo("Würfel");
        }
    }

    @Test
    void theStandInTokenizerHasTheIdsOfSpec() {
        Preset.DEEPGEN_1_0.writeTo(folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder.resolve("tokenizer"))) {
            assertThat(tokenizer.special("<|im_start|>")).isEqualTo(151644);
            assertThat(tokenizer.special("<|image_pad|>")).isEqualTo(151655);
            assertThat(tokenizer.encode("\n:")).containsExactly(198, 25); // spec/model.md section 13
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThat(Preset.named("nano")).isEqualTo(Preset.NANO);
        assertThatThrownBy(() -> Preset.named("huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected deepgen-1.0, nano, tiny, found huge");
    }
}
