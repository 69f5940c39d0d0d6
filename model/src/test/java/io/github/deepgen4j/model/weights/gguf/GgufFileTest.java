// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the Python package gguf (benchmarks/make_gguf_fixtures.py), whole and damaged. */
class GgufFileTest {
    private static final Path FOLDER = Path.of("../testdata/gguf");

    @TempDir
    private Path folder;

    /** The package's own values, to the bit. */
    @ParameterizedTest
    @EnumSource(GgmlType.class)
    void blocksMeanWhatTheyMeanInPython(GgmlType type) {
        try (var file = GgufFile.open(FOLDER.resolve("types.gguf"));
                var values = Safetensors.open(FOLDER.resolve("types.safetensors"));
                var _ = Scope.open()) {
            GgufTensor tensor = file.tensors().get(type.name());
            assertThat(tensor.type()).isEqualTo(type);
            float[] expected = values.tensor(type.name()).toFloats();
            assertThat(tensor.spec().shape())
                    .isEqualTo(values.entry(type.name()).spec().shape());
            assertThat(tensor.tensor().to(DType.F32).toFloats()).isEqualTo(expected);
            for (int first = 0; first < expected.length; first += Math.max(1, expected.length / 17)) {
                int count = Math.min(expected.length - first, 37);
                assertThat(tensor.elements(first, count).to(DType.F32).toFloats())
                        .isEqualTo(Arrays.copyOfRange(expected, first, first + count));
            }
        }
    }

    @Test
    void fieldsAreReadOrPassedOver() {
        try (var file = GgufFile.open(FOLDER.resolve("language.gguf"))) {
            assertThat(file.version()).isEqualTo(3);
            assertThat(file.architecture()).contains("qwen2vl");
            assertThat(file.counts().get(GgmlType.Q8_0).tensors()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 7, 11, 23, 24, 30, 64, 100, 300, 800, 1200})
    void filesThatEndAreRefused(int length) throws IOException {
        byte[] whole = Files.readAllBytes(FOLDER.resolve("types.gguf"));
        refused(Arrays.copyOf(whole, length), length == 0 ? "empty" : length < 4 ? "expected" : "truncated");
    }

    @Test
    void everyEndOfTheDataIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(FOLDER.resolve("types.gguf"));
        refused(Arrays.copyOf(whole, whole.length - 40), "truncated");
    }

    @Test
    void otherVersionsAndByteOrdersAreNamed() throws IOException {
        refused(changed(bytes -> bytes.putInt(4, 1)), "version 2 or 3 of GGUF, found 1");
        refused(changed(bytes -> bytes.putInt(4, 4)), "version 2 or 3 of GGUF, found 4");
        refused(changed(bytes -> bytes.putInt(4, 0x03000000)), "big-endian");
        refused(changed(bytes -> bytes.putInt(0, 0x46554748)), "other first bytes");
    }

    @Test
    void numbersBeyondAllFilesAreRefusedBeforeMemoryIsTaken() throws IOException {
        refused(changed(bytes -> bytes.putLong(8, -1)), "the number of tensors expected up to 65536");
        refused(changed(bytes -> bytes.putLong(16, Long.MAX_VALUE)), "the number of fields");
        refused(changed(bytes -> bytes.putLong(24, 1L << 40)), "the key of field 0");
    }

    @Test
    void tensorsMayNotShareBytesNamesOrLeaveTheGrid() throws IOException {
        byte[] head = head(2, 0);
        refused(join(head, info("a", 0, 0, 8), info("b", 0, 16, 8)), "multiple of 32, found 16");
        refused(join(head, info("a", 0, 0, 16), info("b", 0, 32, 8)), "tensors a and b expected bytes of their own");
        refused(join(head, info("a", 0, 0, 8), info("a", 0, 32, 8)), "expected once, found twice");
        refused(join(head, info("a", 0, 0, 8), info("b", 0, -32, 8)), "multiple of 32");
        refused(join(head, info("a", 0, 0, 8), info("b", 0, 1 << 20, 8)), "truncated");
    }

    @Test
    void typesAndShapesAreChecked() throws IOException {
        byte[] head = head(1, 0);
        refused(join(head, info("a", 16, 0, 256)), "found type number 16");
        refused(join(head, info("a", 2, 0, 33)), "rows of whole blocks of 32, found rows of 33");
        refused(join(head, info("a", 0, 0, 0)), "axes of at least 1");
        refused(join(head, info("a", 0, 0, -5)), "axes of at least 1");
        refused(join(head, info("a", 0, 0, 1L << 40, 1L << 40)), "");
        refused(join(head, info("a", 0, 0, 1, 1, 1, 1, 1)), "up to 4 axes, found 5");
    }

    private void refused(byte[] content, String reason) throws IOException {
        Path file = Files.write(folder.resolve("x.gguf"), content);
        long before = Scope.liveHandles();
        assertThatThrownBy(() -> GgufFile.open(file).close())
                .isInstanceOf(WeightException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
        assertThat(Scope.liveHandles()).isEqualTo(before);
    }

    private static byte[] changed(Consumer<ByteBuffer> change) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve("types.gguf")))
                .order(ByteOrder.LITTLE_ENDIAN);
        change.accept(bytes);
        return bytes.array();
    }

    private static byte[] head(long tensors, long fields) {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x46554747)
                .putInt(3)
                .putLong(tensors)
                .putLong(fields)
                .array();
    }

    private static byte[] info(String name, int type, long offset, long... sizes) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + name.length() + 8 * sizes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(sizes.length);
        for (long size : sizes) {
            bytes.putLong(size);
        }
        return bytes.putInt(type).putLong(offset).array();
    }

    /** A head, and 100 bytes of data behind it. */
    private static byte[] join(byte[]... parts) {
        int length = List.of(parts).stream().mapToInt(part -> part.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate((length + 31) / 32 * 32 + 100);
        for (byte[] part : parts) {
            bytes.put(part);
        }
        return bytes.array();
    }
}
