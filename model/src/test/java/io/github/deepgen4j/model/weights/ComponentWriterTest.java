// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentWriterTest {
    private static final List<TensorSpec> SPECS = List.of(
            new TensorSpec("a", DType.U8, 6),
            new TensorSpec("b", DType.U8, 3),
            new TensorSpec("large", DType.U8, 20),
            new TensorSpec("c", DType.U8, 4));

    @TempDir
    Path folder;

    @Test
    void tensorsAreCutIntoShardsWithAnIndex() {
        write(10);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "model.safetensors.index.json");
        check();
    }

    @Test
    void whatFitsGoesIntoOneFile() {
        write(33);
        assertThat(folder.toFile().list()).containsExactly("model.safetensors");
        check();
    }

    @Test
    void incompleteComponentIsRefused() {
        try (var writer = new ComponentWriter(folder, "model", SPECS, 10)) {
            assertThatThrownBy(writer::commit).hasMessageContaining("a: expected 6 bytes, written 0");
            assertThatThrownBy(() -> writer.append("z", ByteBuffer.allocate(1)))
                    .hasMessageContaining("z was not announced");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private void write(long shardBytes) {
        try (var writer = new ComponentWriter(folder, "model", SPECS, shardBytes)) {
            for (TensorSpec spec : SPECS) {
                writer.append(
                        spec.name(),
                        ByteBuffer.wrap(
                                spec.name().repeat((int) spec.byteSize()).getBytes(), 0, (int) spec.byteSize()));
            }
            writer.commit();
        }
    }

    private void check() {
        try (var files = ComponentFiles.open(folder)) {
            assertThat(files.tensors()).hasSize(SPECS.size());
            files.tensors()
                    .forEach((name, stored) -> assertThat(stored.entry().data().toArray(ValueLayout.JAVA_BYTE))
                            .startsWith(name.getBytes()));
        }
    }
}
