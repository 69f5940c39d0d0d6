// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeNameTest {
    @TempDir
    private Path folder;

    private String reserve(int count) {
        return new FreeName(folder, count).reserve().getFileName().toString();
    }

    @Test
    void numbersGoOnAfterTheHighest() throws IOException {
        assertThat(reserve(1)).isEqualTo("out.png");
        assertThat(reserve(1)).isEqualTo("out-1.png");
        Files.createFile(folder.resolve("out-07.png"));
        assertThat(reserve(1)).isEqualTo("out-8.png");
        FreeName several = new FreeName(folder, 2);
        assertThat(several.first()).hasFileName("out-9.png");
        assertThat(several.reserve()).hasFileName("out-9.png");
        Files.createFile(folder.resolve("out-10.png"));
        assertThat(several.reserve()).hasFileName("out-11.png");
        FreeName more = new FreeName(Files.createDirectory(folder.resolve("other")), 2);
        assertThat(more.reserve()).hasFileName("out-0.png");
        assertThat(more.reserve()).hasFileName("out-1.png");
    }

    @Test
    void manyAtOnceGetDifferentNames() {
        var names = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 50).parallel().forEach(_ -> names.add(reserve(1)));
        assertThat(names).hasSize(50);
    }
}
