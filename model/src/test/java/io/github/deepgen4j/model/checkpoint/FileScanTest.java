// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepgen4j.model.files.Digest;
import io.github.deepgen4j.model.weights.Safetensors;
import io.github.deepgen4j.tensor.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScanTest {
    private static final int ELEMENTS = 5_000_000;

    @TempDir
    private Path folder;

    /** Longer than two parts, and with elements that lie across every border of parts and pages. */
    @Test
    void partsTogetherGiveWhatTheWholeGives() throws Exception {
        int header = 8 + 160;
        String json =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"F32\",\"shape\":["
                        + ELEMENTS + "],\"data_offsets\":[3," + (3 + 4 * ELEMENTS) + "]}}";
        ByteBuffer file = ByteBuffer.allocate(header + 3 + 4 * ELEMENTS).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(160).put((json + " ".repeat(160 - json.length())).getBytes(StandardCharsets.UTF_8));
        file.position(header + 3);
        Random random = new Random(1);
        double sum = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            float value = i >= 1_000_000 && i < 3_000_000 ? 0 : random.nextFloat() - 0.25f;
            sum += value;
            file.putFloat(value);
        }
        Path path = folder.resolve("x.safetensors");
        Files.write(path, file.array());
        FileScan scan;
        try (var open = Safetensors.open(path)) {
            scan = FileScan.of(path, open.entries(), Runnable::run, _ -> {});
        }
        assertThat(scan.sha()).isEqualTo(Digest.sha256(file.array()));
        TensorStatistics b = scan.statistics().get("b");
        assertThat(b.count()).isEqualTo(ELEMENTS);
        assertThat(b.sum()).isCloseTo(sum, within(1e-6));
        assertThat(b.minimum()).isBetween(-0.25, -0.2499);
        // pages that lie across a border of parts are left out, none is invented
        long zeros =
                scan.runs().stream().mapToLong(run -> run.end() - run.begin()).sum();
        assertThat(zeros).isBetween(8_000_000L - 4 * ConstantRun.PAGE, 8_000_000L);
        assertThat(scan.runs().getFirst().begin()).isGreaterThanOrEqualTo(header + 3 + 4_000_000);
        assertThat(scan.runs().getLast().end()).isLessThanOrEqualTo(header + 3 + 12_000_000);
    }

    @Test
    void everyTypeIsCounted() {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0x3fc0)
                .putShort((short) 0x7f80)
                .putShort((short) 0x7fc0)
                .putShort((short) 0xbf80);
        TensorStatistics bf16 = TensorStatistics.of(MemorySegment.ofArray(bytes.array()), DType.BF16);
        assertThat(bf16).isEqualTo(new TensorStatistics(2, 1, 1, -1, 1.5, 0.5, 3.25));
        bytes.clear()
                .putShort((short) 0x3e00)
                .putShort((short) 0x7c00)
                .putShort((short) 0x7e00)
                .putShort((short) 0xbc00);
        assertThat(TensorStatistics.of(MemorySegment.ofArray(bytes.array()), DType.F16))
                .isEqualTo(bf16);
        bytes.clear().putFloat(2).putFloat(Float.NaN);
        TensorStatistics f32 = TensorStatistics.of(MemorySegment.ofArray(bytes.array()), DType.F32);
        assertThat(f32).isEqualTo(new TensorStatistics(1, 1, 0, 2, 2, 2, 4));
        assertThat(f32.plus(bf16)).isEqualTo(new TensorStatistics(3, 2, 1, -1, 2, 2.5, 7.25));
    }

    @Test
    void anEmptyFileHasASum() throws IOException {
        Path path = Files.createFile(folder.resolve("empty"));
        assertThat(FileScan.of(path, java.util.Map.of(), Runnable::run, _ -> {}).sha())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
