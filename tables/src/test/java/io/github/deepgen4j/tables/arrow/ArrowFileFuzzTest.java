// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tables.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jazzer's target for Arrow files; CONTRIBUTING.md says how to fuzz. In a build it reads damaged files only. */
class ArrowFileFuzzTest {
    @TempDir
    private Path folder;

    @FuzzTest(maxDuration = "10m")
    void anyBytesGiveCellsOrARefusal(byte[] bytes) throws IOException {
        readAll(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream.arrow", "wide.arrow", "polars.arrow", "lz4.feather", "zstd.feather"})
    void damagedFilesGiveCellsOrARefusal(String name) throws IOException {
        byte[] whole = bytes(name);
        assertThat(readAll(whole)).isEqualTo(7);
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 3; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            readAll(damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream.arrow", "wide.arrow"})
    void filesCutShortAreRefused(String name) throws IOException {
        byte[] whole = bytes(name);
        // A stream may end without its mark of 8 bytes, and between two batches; so every cut is made inside a batch.
        for (int length : new int[] {0, 1, 7, 100, whole.length - 30}) {
            Path file = Files.write(folder.resolve("short"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ArrowFile.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("null");
        }
    }

    /** Returns how many rows were read, none if the file was refused. */
    private int readAll(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("file"), bytes);
        ArrowFile file;
        try {
            file = ArrowFile.open(path);
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("null");
            return 0;
        }
        try (file) {
            int rows = Math.min(7, file.rows());
            for (String column : file.columns()) {
                try {
                    file.column(column.split(" ")[0]).ifPresent(found -> readRows(file, found, rows));
                } catch (IOException e) {
                    assertThat(e).hasMessageNotContaining("null");
                }
            }
            return rows;
        }
    }

    private static void readRows(ArrowFile file, BytesColumn column, int rows) {
        try {
            for (int row = 0; row < rows; row++) {
                file.bytes(column, row);
            }
        } catch (RuntimeException e) {
            assertThat(e).isNotInstanceOf(IllegalStateException.class);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Path.of("..", "testdata", "tables", name));
    }
}
