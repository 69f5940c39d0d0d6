// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.deepgen4j.model.weights.WeightException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes as a GGUF file: refused with our exception, or a file whose tensors can be read to the last element. */
class GgufFuzzTest {
    @TempDir
    private static Path folder;

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] content) throws IOException {
        Path file = folder.resolve("fuzzed.gguf");
        Files.write(file, content);
        try (GgufFile open = GgufFile.open(file)) {
            for (GgufTensor tensor : open.tensors().values()) {
                long last = tensor.spec().elements() - 1;
                byte[] bytes = new byte[tensor.spec().type().bytes()];
                tensor.read(last, MemorySegment.ofArray(bytes));
            }
        } catch (WeightException refused) {
            assertThat(refused).hasMessageStartingWith(file.toString());
        }
    }
}
