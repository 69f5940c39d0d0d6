// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Memory that this process may have without being killed: what it holds already, and what the machine has free or can
 * drop from its file cache, within the limits of the control groups the process runs in (containers, batch systems).
 * {@code DEEPGEN_MEMORY} (for example {@code 12G}) takes the place of all that.
 */
public final class AvailableMemory {
    /** The environment variable that takes the place of what is measured. */
    public static final String OVERRIDE = "DEEPGEN_MEMORY";

    private AvailableMemory() {}

    /** Bytes. */
    public static long bytes() {
        String override = System.getenv(OVERRIDE);
        if (override != null && !override.isBlank()) {
            return parse(override);
        }
        return bytes(Path.of("/"));
    }

    /** As above, for a file system that begins at {@code root}: Linux's proc and sys, where they are. */
    static long bytes(Path root) {
        OptionalLong machine = field(root.resolve("proc/meminfo"), "MemAvailable:");
        long available = machine.isPresent() ? machine.getAsLong() * 1024 : system().getFreeMemorySize();
        for (Path group : controlGroups(root)) {
            available = Math.min(available, leftIn(group));
        }
        long held = field(root.resolve("proc/self/status"), "RssAnon:").orElse(0) * 1024;
        return Math.max(0, available) + held;
    }

    /** Size of the machine's memory, in bytes. */
    public static long installed() {
        return system().getTotalMemorySize();
    }

    /**
     * Reads a number of bytes: digits with an optional K, M, G or T (powers of 1024).
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static long parse(String text) {
        String trimmed = text.strip().toUpperCase(Locale.ROOT);
        int unit = trimmed.isEmpty() ? -1 : "KMGT".indexOf(trimmed.charAt(trimmed.length() - 1));
        String digits = unit < 0 ? trimmed : trimmed.substring(0, trimmed.length() - 1);
        try {
            return Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (unit + 1)));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "memory expected a number of bytes such as 12G or 800M, found " + text, e);
        }
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }

    /** The folders of this process's memory groups, innermost first; a limit anywhere on the way up counts. */
    private static List<Path> controlGroups(Path root) {
        List<Path> groups = new ArrayList<>();
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3); // number:controllers:path
            if (parts.length < 3) {
                continue;
            }
            boolean unified = parts[1].isEmpty();
            if (!unified && !List.of(parts[1].split(",")).contains("memory")) {
                continue;
            }
            Path top = root.resolve(unified ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
            // Inside a container the path may be the host's; then the group seen here is the top itself.
            for (Path group = top.resolve(parts[2].substring(1)).normalize();
                    group.startsWith(top);
                    group = group.getParent()) {
                groups.add(group);
            }
        }
        return groups;
    }

    /**
     * Bytes that a control group may still take; a huge number where it has no limit. File pages it can drop count as
     * free.
     */
    private static long leftIn(Path group) {
        OptionalLong limit = number(group.resolve("memory.max"));
        OptionalLong used = number(group.resolve("memory.current"));
        String prefix = "";
        if (limit.isEmpty()) {
            limit = number(group.resolve("memory.limit_in_bytes"));
            used = number(group.resolve("memory.usage_in_bytes"));
            prefix = "total_";
        }
        if (limit.isEmpty() || used.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Path statistics = group.resolve("memory.stat");
        long droppable = field(statistics, prefix + "inactive_file ").orElse(0)
                + field(statistics, prefix + "active_file ").orElse(0);
        return limit.getAsLong() - used.getAsLong() + droppable;
    }

    private static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        return lines.size() == 1 && lines.getFirst().matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(lines.getFirst()))
                : OptionalLong.empty(); // absent, or "max"
    }

    private static OptionalLong field(Path file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).replaceAll("\\D", "")))
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // not this kind of system
        }
    }
}
