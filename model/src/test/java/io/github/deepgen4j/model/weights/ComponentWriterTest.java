// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentWriterTest {
    private static final List<TensorSpec> SPECS = List.of(
            new TensorSpec("a", DType.U8, 6), new TensorSpec("b", DType.U8, 4), new TensorSpec("c", DType.U8, 30));

    @TempDir
    private Path folder;

    private void write(long shardBytes) {
        try (var writer = ComponentWriter.create(folder, "model", SPECS, shardBytes)) {
            for (TensorSpec spec : SPECS) {
                writer.append(spec.name(), ByteBuffer.allocate((int) spec.byteSize()));
            }
            writer.commit();
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void oneFileNeedsNoIndex() throws IOException {
        write(40);
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void shardsAreFilledInOrderUpToTheLimit() throws IOException {
        write(10);
        assertThat(names())
                .containsExactly(
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json");
        try (ComponentFiles files = ComponentFiles.open(folder)) {
            assertThat(files.files().getFirst().names()).containsExactly("a", "b");
            assertThat(files.tensors().keySet()).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void anIncompleteComponentLeavesNothing() throws IOException {
        try (var writer = ComponentWriter.create(folder, "model", SPECS, 10)) {
            writer.append("a", ByteBuffer.allocate(6));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(WeightException.class)
                    .hasMessageContaining("b: expected 4 bytes, written 0");
            assertThatThrownBy(() -> writer.append("d", ByteBuffer.allocate(1))).hasMessageContaining("not announced");
        }
        assertThat(names()).isEmpty();
    }
}
