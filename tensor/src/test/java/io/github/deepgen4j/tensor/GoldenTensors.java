// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** PyTorch's numbers: {@code golden.safetensors}, written by {@code src/test/python/golden.py}. */
final class GoldenTensors {
    private static final Pattern ENTRY = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([\\d,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]}");

    private record Entry(DType type, long[] shape, MemorySegment elements) {}

    private static final Map<String, Entry> ENTRIES = read();

    private GoldenTensors() {}

    private static Map<String, Entry> read() {
        try (var in = GoldenTensors.class.getResourceAsStream("golden.safetensors")) {
            byte[] file = in.readAllBytes();
            int header = Math.toIntExact(
                    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0));
            MemorySegment elements = MemorySegment.ofArray(file).asSlice(8L + header);
            Map<String, Entry> entries = new LinkedHashMap<>();
            var matcher = ENTRY.matcher(new String(file, 8, header, StandardCharsets.UTF_8));
            while (matcher.find()) {
                DType type = Arrays.stream(DType.values())
                        .filter(known -> known.safetensorsName().equals(matcher.group(2)))
                        .findFirst()
                        .orElseThrow();
                long[] shape = matcher.group(3).isEmpty()
                        ? new long[0]
                        : Arrays.stream(matcher.group(3).split(","))
                                .mapToLong(Long::parseLong)
                                .toArray();
                long from = Long.parseLong(matcher.group(4));
                long to = Long.parseLong(matcher.group(5));
                entries.put(matcher.group(1), new Entry(type, shape, elements.asSlice(from, to - from)));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> keys() {
        return ENTRIES.keySet();
    }

    static boolean has(String key) {
        return ENTRIES.containsKey(key);
    }

    /** A new tensor in the innermost scope. */
    static Tensor get(String key) {
        Entry entry = ENTRIES.get(key);
        if (entry == null) {
            throw new AssertionError("golden.safetensors has no " + key);
        }
        return Tensor.copyOf(entry.elements(), entry.type(), entry.shape());
    }

    /** Type and shape are equal, floats within the relative L2 norm, all else exactly. */
    static void assertEqual(String key, Tensor actual, double tolerance) {
        Tensor expected = get(key);
        assertThat(actual.dtype()).as(key).isEqualTo(expected.dtype());
        assertThat(actual.shape()).as(key).isEqualTo(expected.shape());
        if (!expected.dtype().isFloating()) {
            assertThat(actual.storedBytes()).as(key).isEqualTo(expected.storedBytes());
            return;
        }
        double error = error(actual.toFloats(), expected.toFloats());
        assertThat(error).as("relative L2 error of " + key).isLessThanOrEqualTo(tolerance);
    }

    private static double error(float[] actual, float[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / Math.max(norm, 1e-12));
    }
}
