// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.bench;

import io.github.deepgen4j.model.memory.AvailableMemory;
import io.github.deepgen4j.tensor.Arithmetic;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machine that figures are measured on.
 *
 * @param instructions the processor's vector and matrix extensions that matter here, as Linux names them
 * @param cuda a GPU could be used
 * @param device what is measured
 * @param peakF32 measured product of large float32 matrices, in 10^9 operations a second
 * @param peakBf16 the same of bf16 matrices
 */
public record Machine(
        String processor,
        int cores,
        Set<String> instructions,
        long memory,
        long availableMemory,
        boolean cuda,
        Device device,
        double peakF32,
        double peakBf16) {
    private static final List<String> OF_INTEREST = List.of(
            "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16", "asimd", "bf16", "sve");
    private static final int LARGE = 2048;

    /** Looks at this machine; takes a second or two. */
    public static Machine measure() {
        Set<String> instructions = new TreeSet<>(Arrays.asList(
                field("flags").or(() -> field("Features")).orElse("").split(" ")));
        instructions.retainAll(OF_INTEREST);
        return new Machine(
                field("model name").orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                instructions,
                AvailableMemory.installed(),
                AvailableMemory.bytes(),
                Device.CUDA.available(),
                Device.getDefault(),
                Arithmetic.gigaflops(DType.F32, LARGE),
                Arithmetic.gigaflops(DType.BF16, LARGE));
    }

    /** The machine by the names of the JSON output: counts, bytes, and 10^9 operations a second. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("processor", processor);
        facts.put("cores", cores);
        facts.put("instructions", instructions);
        facts.put("memory_bytes", memory);
        facts.put("available_bytes", availableMemory);
        facts.put("cuda", cuda);
        facts.put("device", device.name().toLowerCase(Locale.ROOT));
        facts.put("peak_gflops_f32", peakF32);
        facts.put("peak_gflops_bf16", peakBf16);
        return facts;
    }

    /** Measured speed of large products in a type, in 10^9 operations a second. */
    public double peak(DType type) {
        return type == DType.BF16 ? peakBf16 : peakF32;
    }

    /** The largest resident set this process has had, in bytes; empty where the system does not say. */
    public static OptionalLong peakResident() {
        return lines("/proc/self/status").stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    private static Optional<String> field(String name) {
        return lines("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of(); // not Linux
        }
    }
}
