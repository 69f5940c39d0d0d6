// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory of machines and containers that are described by files, as Linux does. */
class AvailableMemoryTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path root;

    @BeforeEach
    void machineWithEightGibFree() throws IOException {
        write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:  1 kB\nMemAvailable:    8388608 kB\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    @Test
    void withoutGroupsTheMachineIsTheLimit() {
        assertThat(AvailableMemory.bytes(root)).isEqualTo(8 * GIB);
    }

    @Test
    void whatTheProcessHoldsAlreadyIsItsOwn() throws IOException {
        write("proc/self/status", "Name:\tjava\nRssAnon:\t 1048576 kB\nRssFile:\t 99 kB\n");
        assertThat(AvailableMemory.bytes(root)).isEqualTo(9 * GIB);
    }

    @Test
    void aLimitOfAnOuterGroupCounts() throws IOException {
        write("proc/self/cgroup", "0::/outer/inner\n");
        write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
        write("sys/fs/cgroup/outer/memory.max", 4 * GIB + "\n");
        write("sys/fs/cgroup/outer/memory.current", 3 * GIB + "\n");
        write("sys/fs/cgroup/outer/memory.stat", "anon 1\ninactive_file " + GIB + "\nactive_file 0\n");
        assertThat(AvailableMemory.bytes(root)).isEqualTo(2 * GIB);
    }

    @Test
    void groupsOfTheFirstVersionCountToo() throws IOException {
        write("proc/self/cgroup", "5:cpu:/x\n4:memory:/job\n0::/\n");
        write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", 5 * GIB + "\n");
        write("sys/fs/cgroup/memory/job/memory.usage_in_bytes", 2 * GIB + "\n");
        write("sys/fs/cgroup/memory/job/memory.stat", "inactive_file 7\ntotal_active_file 0\n");
        assertThat(AvailableMemory.bytes(root)).isEqualTo(3 * GIB);
    }

    @Test
    void aGroupThatIsFullLeavesNothing() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", GIB + "\n");
        write("sys/fs/cgroup/memory.current", 2 * GIB + "\n");
        assertThat(AvailableMemory.bytes(root)).isZero();
    }

    @Test
    void sizesAreReadWithUnits() {
        assertThat(AvailableMemory.parse("12G")).isEqualTo(12 * GIB);
        assertThat(AvailableMemory.parse(" 512m ")).isEqualTo(512L << 20);
        assertThat(AvailableMemory.parse("1000")).isEqualTo(1000);
        assertThatThrownBy(() -> AvailableMemory.parse("much"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("much");
        assertThatThrownBy(() -> AvailableMemory.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AvailableMemory.parse("99999999999T")).isInstanceOf(IllegalArgumentException.class);
    }
}
