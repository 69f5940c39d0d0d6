// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private long handles;

    @BeforeEach
    void count() {
        handles = Scope.liveHandles();
    }

    @AfterEach
    void nothingLeft() {
        assertThat(Scope.liveHandles()).isEqualTo(handles);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void writingAndReadingKeepsEveryBit(DType type) {
        Path path = folder.resolve("round.safetensors");
        try (var _ = Scope.open();
                var rng = Rng.seeded(type.ordinal())) {
            Map<String, Tensor> written = new LinkedHashMap<>();
            written.put("matrix", rng.normal(5, 7).mul(100).to(type));
            written.put("scalar", rng.normal().to(type));
            written.put("empty", rng.normal(0, 3).to(type));
            written.put("transposed", rng.normal(4, 3).to(type).transpose(0, 1));
            SafetensorsWriter.write(path, written);
            try (var file = Safetensors.open(path)) {
                assertThat(file.names()).containsExactlyInAnyOrderElementsOf(written.keySet());
                assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
                written.forEach((name, tensor) -> {
                    assertThat(file.tensor(name).dtype()).isEqualTo(type);
                    assertThat(file.tensor(name).shape()).isEqualTo(tensor.shape());
                    assertThat(file.tensor(name).storedBytes()).isEqualTo(tensor.storedBytes());
                    assertThat(file.mapped(name).storedBytes()).isEqualTo(tensor.storedBytes());
                });
            }
        }
    }

    @Test
    void sameTensorsGiveTheSameBytes() throws IOException {
        try (var _ = Scope.open();
                var rng = Rng.seeded(1)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("a", rng.normal(3).to(DType.BF16));
            tensors.put("b", rng.normal(2, 2));
            SafetensorsWriter.write(folder.resolve("1"), tensors);
            SafetensorsWriter.write(folder.resolve("2"), tensors);
        }
        assertThat(Files.readAllBytes(folder.resolve("1"))).isEqualTo(Files.readAllBytes(folder.resolve("2")));
        try (var file = Safetensors.open(folder.resolve("1"))) {
            assertThat(file.names()).containsExactly("b", "a"); // wider elements first keeps both aligned
            assertThat(file.entry("b").offset() % 8).isZero();
        }
    }

    @Test
    void copiesOutliveTheFile() {
        Path path = folder.resolve("x");
        try (var _ = Scope.open()) {
            SafetensorsWriter.write(path, Map.of("x", Tensor.of(new float[] {1, 2}, 2)));
            Tensor copy;
            try (var file = Safetensors.open(path)) {
                copy = file.tensor("x");
                assertThatThrownBy(() -> file.tensor("y"))
                        .isInstanceOf(WeightException.class)
                        .hasMessageContaining("no tensor y");
            }
            assertThat(copy.toFloats()).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}}"
                    + " | a: named twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
                    + " | b: data_offsets [0, 8] overlap a",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | a: 4 bytes before it belong to no"
                        + " tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | the last 4 of 8 bytes of data"
                        + " belong to no tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | a: data_offsets [0, 12] are"
                        + " outside of the 8 bytes of data",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}} | a: data_offsets [-8, 0] are"
                        + " outside",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | a: data_offsets [8, 0] are outside",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | a: F32 (3) expected 12 bytes,"
                        + " found data_offsets [0, 8]",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}} | a: unknown dtype F8_E4M3,"
                        + " expected one of BF16",
                "{\"a\":{\"dtype\":5,\"shape\":[8],\"data_offsets\":[0,8]}} | a: dtype expected a string, found"
                        + " VALUE_NUMBER_INT",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | a: shape (-2) has a negative axis",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | a: shape"
                        + " (4294967296, 4294967296) of F32 has more than 2^63 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,8]}} | has more than"
                        + " 2^63 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}} | a: shape"
                        + " expected whole numbers below 2^63, found 99999999999999999999",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | a: shape expected whole numbers"
                        + " below 2^63, found 2.0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}} | a: shape expected whole numbers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | a: shape expected an array, found"
                        + " VALUE_NUMBER_INT",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}} | a: data_offsets expected 2"
                        + " numbers, found 3",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} | a: no data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | a: dtype is"
                        + " given twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":[1]}} | a: unknown field x",
                "{\"a\":[1]} | a: expected a JSON object, found START_ARRAY",
                "{\"__metadata__\":{\"a\":1}} | __metadata__.a: expected a string, found VALUE_NUMBER_INT",
                "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}} | __metadata__.a: named twice",
                "{\"__metadata__\":7} | __metadata__: expected a JSON object",
                "[1] | malformed header: expected UTF-8 text that starts with '{'",
                "~ {}~ | malformed header: expected UTF-8 text that starts with '{'",
                "{\"a\": | malformed header",
                "{} {} | malformed header: expected nothing after the JSON object",
                "nonsense | malformed header",
                "~~ | malformed header"
            })
    void refusesHeader(String header, String message) throws IOException {
        Path path = file(header.getBytes(StandardCharsets.UTF_8), 8);
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(WeightException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesOtherEncodings(String charset) throws IOException {
        Path path = file("{}".getBytes(Charset.forName(charset)), 0);
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("expected UTF-8 text that starts with '{'");
    }

    @ParameterizedTest
    @CsvSource({"[,3000,nest", "x,60000,ame"})
    void refusesWhatIsTooMuchForTheParser(String repeated, int times, String message) throws IOException {
        String many = repeated.repeat(times);
        Path path = file(("{\"" + (repeated.equals("[") ? "a\":" + many : many)).getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("malformed header: ")
                .hasMessageContaining(message);
    }

    @Test
    void refusesHeadersMadeToFillTheMemory() throws IOException {
        String axes = "1,".repeat(100) + "1";
        Path path = file(
                ("{\"a\":{\"dtype\":\"U8\",\"shape\":[" + axes + "],\"data_offsets\":[0,1]}}")
                        .getBytes(StandardCharsets.UTF_8),
                1);
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("a: shape expected at most 64 numbers, found more");
        StringBuilder names = new StringBuilder("{");
        for (int i = 0; i <= 100_000; i++) {
            names.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(i)
                    .append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        Path many = file(names.append("}").toString().getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> Safetensors.open(many))
                .isInstanceOf(WeightException.class)
                .hasMessageEndingWith("file.safetensors: oversized header: more than 100000 tensors");
    }

    @Test
    void reportsEverythingAtOnce() throws IOException {
        Path path = file("""
            {"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]},\
            "c":{"dtype":"U8","shape":[4],"data_offsets":[0,8]},"d":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}\
            """.getBytes(StandardCharsets.UTF_8), 8);
        assertThatThrownBy(() -> Safetensors.open(path))
                .hasMessageContaining("4 problems")
                .hasMessageContaining("a: unknown dtype")
                .hasMessageContaining("b: shape (-1)")
                .hasMessageContaining("c: U8 (4) expected 4 bytes")
                .hasMessageContaining("d: data_offsets [0, 8] overlap c");
    }

    @Test
    void readsMetadataThatIsNull() throws IOException {
        Path path = folder.resolve("null.safetensors");
        byte[] header = "{\"__metadata__\":null}".getBytes(StandardCharsets.UTF_8);
        Files.write(path, length(header.length));
        Files.write(path, header, StandardOpenOption.APPEND);
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.names()).isEmpty();
            assertThat(file.metadata()).isEmpty();
        }
    }

    @Test
    void namesWhatIsNoWeightFile() throws Exception {
        Path path = folder.resolve("model.safetensors");
        Files.writeString(path, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("pointer of Git LFS");
        Files.writeString(path, "\n  <!DOCTYPE html><html>");
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("an HTML page");
        Files.writeString(path, "");
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("the file is empty");
        Files.delete(path);
        Files.createDirectory(path);
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("found a folder");
        Files.delete(path);
        assumeThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("found a pipe or a device");
    }

    @Test
    void refusesFilesTooShortForTheirHeader() throws IOException {
        Path path = folder.resolve("short");
        Files.write(path, new byte[5]);
        assertThatThrownBy(() -> Safetensors.open(path))
                .hasMessageContaining("truncated: expected at least 8 bytes, found 5");
        Files.write(path, length(100));
        assertThatThrownBy(() -> Safetensors.open(path))
                .hasMessageContaining("truncated: expected a header of 100 bytes, found 0");
        Files.write(path, length(Long.MAX_VALUE));
        assertThatThrownBy(() -> Safetensors.open(path))
                .hasMessageContaining("header length 9223372036854775807 exceeds the limit");
        Files.write(path, length(-1));
        assertThatThrownBy(() -> Safetensors.open(path))
                .hasMessageContaining("header length 18446744073709551615 exceeds the limit");
        assertThatThrownBy(() -> Safetensors.open(folder)).isInstanceOf(WeightException.class);
        assertThatThrownBy(() -> Safetensors.open(folder.resolve("absent")))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining("file not found");
    }

    @Test
    void refusesEveryTruncationOfAGoodFile() throws IOException {
        Path path = folder.resolve("good");
        try (var _ = Scope.open()) {
            SafetensorsWriter.write(path, Map.of("x", Tensor.of(new float[] {1, 2, 3}, 3)));
        }
        byte[] good = Files.readAllBytes(path);
        for (int length = 0; length < good.length; length++) {
            Files.write(path, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> Safetensors.open(path)).isInstanceOf(WeightException.class);
        }
    }

    @Test
    void opensEveryGoldenFile() throws IOException {
        List<Path> files;
        try (var walk = Files.walk(Path.of(System.getProperty("deepgen.golden")))) {
            files = walk.filter(f -> f.toString().endsWith(".safetensors")).toList();
        }
        assertThat(files).isNotEmpty().allSatisfy(f -> {
            try (var file = Safetensors.open(f)) {
                assertThat(file.names()).isNotEmpty();
            }
        });
    }

    private Path file(byte[] header, int dataBytes) throws IOException {
        Path path = folder.resolve("file.safetensors");
        Files.write(
                path,
                ByteBuffer.allocate(8 + header.length + dataBytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .array());
        return path;
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }
}
