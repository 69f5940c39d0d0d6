// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes as a safetensors file: either refused with our exception, or a file whose tensors fill it without holes and
 * can be read to the last byte. Without Jazzer's agent this runs over the corpus beside it; docs/checkpoints.md says
 * how to search for new inputs.
 */
class SafetensorsFuzzTest {
    @TempDir
    private static Path folder;

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] content) throws IOException {
        Path file = folder.resolve("fuzzed.safetensors");
        Files.write(file, content);
        try (Safetensors open = Safetensors.open(file)) {
            long end = -1;
            for (Safetensors.Entry entry : open.entries().values()) {
                long size = entry.spec().byteSize();
                assertThat(entry.data().byteSize()).isEqualTo(size);
                if (end >= 0) {
                    assertThat(entry.offset()).isEqualTo(end);
                }
                end = entry.offset() + size;
                if (size > 0) {
                    assertThat(entry.data().get(ValueLayout.JAVA_BYTE, size - 1))
                            .isEqualTo(content[(int) end - 1]);
                }
            }
            if (end >= 0) {
                assertThat(end).isEqualTo(content.length);
            }
        } catch (WeightException refused) {
            assertThat(refused).hasMessageStartingWith(file.toString());
            assertThat(refused.problems()).isNotEmpty();
        }
    }
}
