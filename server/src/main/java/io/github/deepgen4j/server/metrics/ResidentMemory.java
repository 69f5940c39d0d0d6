// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory that a process holds, where the system tells it: {@code /proc/PID/status} of Linux. */
final class ResidentMemory {
    private static final Pattern LINE = Pattern.compile("(?m)^VmRSS:\\s+([0-9]+) kB$");

    private ResidentMemory() {}

    /** Bytes; not a number if it is not known, or there is no such process. */
    static double of(long pid) {
        try {
            Matcher found = LINE.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return found.find() ? 1024 * Double.parseDouble(found.group(1)) : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
