// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long names, and names that the locale cannot say. */
class FileNamesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {225, 226, 240, 255})
    @DisabledOnOs(OS.WINDOWS)
    void filesAndFoldersHaveAnyNameThatTheSystemTakes(int length) throws Exception {
        Path file = folder.resolve("x".repeat(length));
        AtomicFile.write(file, "text");
        assertThat(file).hasContent("text");
        Path other = folder.resolve("y".repeat(length));
        try (AtomicFolder made = AtomicFolder.create(other)) {
            made.commit();
        }
        assertThat(other).isDirectory();
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(file, other);
        }
    }

    @Test
    void temporaryNamesKeepWholeCharactersAndDiffer() {
        Path name = folder.resolve("\uD83D\uDD34".repeat(63)); // 252 bytes
        String temporary = FileNames.temporary(name).getFileName().toString();
        assertThat(temporary).matches("\\.(\uD83D\uDD34){25}\\.[0-9a-f]{16}\\.deepgen\\.tmp");
        assertThat(FileNames.temporary(name)).isNotEqualTo(FileNames.temporary(name));
    }

    @Test
    void namesThatTheEncodingCannotSayAreRefused() {
        FileNames.requireSayable("caf\u00e9", StandardCharsets.UTF_8);
        FileNames.requireSayable("caf\u00e9", StandardCharsets.ISO_8859_1);
        FileNames.requireSayable("\uFFFD", StandardCharsets.UTF_8); // such a name there may be
        for (String name : new String[] {"caf\u00e9", "caf\uFFFD"}) {
            assertThatThrownBy(() -> FileNames.requireSayable(name, StandardCharsets.US_ASCII))
                    .isInstanceOf(FileException.class)
                    .hasMessageContainingAll(name, "US-ASCII", "LC_ALL=C.UTF-8");
        }
    }
}
