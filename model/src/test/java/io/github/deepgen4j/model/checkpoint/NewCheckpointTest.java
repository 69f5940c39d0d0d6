// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileException;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelOptions;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Manifest;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCheckpointTest {
    @TempDir
    private Path temporary;

    private Path folder;
    private long handles;

    @BeforeEach
    void open() {
        folder = temporary.resolve("model");
        handles = Scope.liveHandles();
    }

    @AfterEach
    void nothingLeft() throws IOException {
        assertThat(Scope.liveHandles()).isEqualTo(handles);
        try (var files = Files.list(temporary)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    private void write(Path target, Preset preset, long seed, Optional<DType> type) {
        NewCheckpoint.write(target, preset, seed, type, Optional.empty(), _ -> {}, _ -> {}, () -> false);
    }

    @Test
    void holdsExactlyWhatTheNetworksAskForInTheReleasedTypes() {
        AtomicLong announced = new AtomicLong();
        AtomicLong written = new AtomicLong();
        NewCheckpoint.write(
                folder,
                Preset.TINY,
                1,
                Optional.empty(),
                Optional.empty(),
                announced::set,
                written::addAndGet,
                () -> false);
        Census census = Census.read(folder);
        Map<Component, Manifest> manifests = ModelConfig.read(folder).manifests();
        for (Census.Count component : census.components()) {
            Manifest manifest = manifests.get(Component.valueOf(component.name().toUpperCase(Locale.ROOT)));
            assertThat(component.tensors()).isEqualTo(manifest.shapes().size());
            assertThat(component.totalElements())
                    .isEqualTo(manifest.shapes().values().stream()
                            .mapToLong(TensorSpec::elements)
                            .sum());
            assertThat(component.elements().keySet())
                    .containsExactly(component.name().equals("connector") ? DType.F32 : DType.BF16);
        }
        assertThat(census.bytes()).isEqualTo(announced.get()).isEqualTo(written.get());
    }

    @Test
    void opensAsAModel() {
        write(folder, Preset.NANO, 1, Optional.of(DType.F32));
        assertThat(Census.read(folder).components())
                .allSatisfy(
                        component -> assertThat(component.elements().keySet()).containsExactly(DType.F32));
        DeepGen.open(folder, ModelOptions.DEFAULT).close();
    }

    @Test
    void theSeedDecidesTheBytes() throws IOException {
        Path same = temporary.resolve("same");
        Path other = temporary.resolve("other");
        write(folder, Preset.TINY, 5, Optional.empty());
        write(same, Preset.TINY, 5, Optional.empty());
        write(other, Preset.TINY, 6, Optional.empty());
        for (String file : new String[] {"connector/model.safetensors", "vae/diffusion_pytorch_model.safetensors"}) {
            assertThat(Files.mismatch(folder.resolve(file), same.resolve(file))).isEqualTo(-1);
            assertThat(Files.mismatch(folder.resolve(file), other.resolve(file)))
                    .isPositive();
        }
    }

    @Test
    void equalTensorsOfDifferentNamesDiffer() {
        write(folder, Preset.TINY, 5, Optional.empty());
        try (var _ = Scope.open();
                var file = Safetensors.open(folder.resolve("vlm/model.safetensors"))) {
            assertThat(file.tensor("model.layers.0.mlp.up_proj.weight").storedBytes())
                    .isNotEqualTo(
                            file.tensor("model.layers.1.mlp.up_proj.weight").storedBytes());
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mine.txt"), "precious");
        assertThatThrownBy(() -> write(folder, Preset.NANO, 1, Optional.empty()))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("exists already");
        assertThat(folder.resolve("mine.txt")).hasContent("precious");
    }

    @Test
    void cancellingLeavesNothing() {
        AtomicLong parts = new AtomicLong();
        assertThatThrownBy(() -> NewCheckpoint.write(
                        folder,
                        Preset.NANO,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        _ -> {},
                        _ -> {},
                        () -> parts.incrementAndGet() == 30))
                .isInstanceOf(CancelledException.class);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aTokenizerIsCopiedFromAPackedFileAndAWrongOneRefused() {
        Path real = Path.of(System.getProperty("deepgen.golden"), "qwen2.5-tokenizer.json.gz");
        Path target = temporary.resolve("tokenizer");
        Preset.NANO.writeTo(temporary);
        TokenizerSource.copy(real, target);
        assertThat(target.resolve("tokenizer.json").toFile().length()).isGreaterThan(5_000_000);
        assertThatThrownBy(() -> TokenizerSource.copy(temporary.resolve("vae/config.json"), target))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not a tokenizer");
        assertThatThrownBy(() -> TokenizerSource.copy(temporary.resolve("absent"), target))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("file not found");
    }
}
