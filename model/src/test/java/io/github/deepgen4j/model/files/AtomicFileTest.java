// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class AtomicFileTest {
    private static final FileTime OLD = FileTime.from(Instant.now().minus(Duration.ofHours(1)));

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void linkStaysAndItsTargetIsReplaced() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link);
        AtomicFile.write(second, "new");
        assertThat(target).hasContent("new");
        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(names()).containsExactly("link", "second", "target");
    }

    @Test
    void linkToNothingMakesItsTarget() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("inner/target"));
        AtomicFile.write(link, "new");
        assertThat(inner.resolve("target")).hasContent("new");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Path a = folder.resolve("a");
        Files.createSymbolicLink(a, Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        assertThatThrownBy(() -> AtomicFile.write(a, "x"))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void pipeWithAWaitingReaderGetsTheContent() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });
        AtomicFile.write(pipe, "through the pipe");
        assertThat(read.join()).isEqualTo("through the pipe");
        assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(names()).containsExactly("pipe");
    }

    @Test
    void deviceStaysADevice() throws IOException {
        AtomicFile.write(Path.of("/dev/null"), "nothing");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        AtomicFile.write(link, "nothing");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void leftoversOfDeadProcessesAreRemovedAndThoseOfLivingOnesStay() throws IOException {
        Path dead = Files.writeString(FileNames.temporary(folder.resolve("out.png")), "half");
        Files.setLastModifiedTime(dead, OLD);
        Path young = Files.writeString(FileNames.temporary(folder.resolve("out.png")), "half");
        Path foreign = Files.writeString(folder.resolve(".out.png.0123456789abcdef.tmp"), "not ours");
        Files.setLastModifiedTime(foreign, OLD);
        Path deadFolder = Files.createDirectory(FileNames.temporary(folder.resolve("model")));
        Files.writeString(deadFolder.resolve("weights"), "half");
        Files.setLastModifiedTime(Files.createFile(deadFolder.resolve(Leftovers.OWNER)), OLD);
        Path unmarked = Files.createDirectory(FileNames.temporary(folder.resolve("model")));
        Files.setLastModifiedTime(unmarked, OLD);
        try (AtomicFile living = AtomicFile.create(folder.resolve("other"));
                AtomicFolder livingFolder = AtomicFolder.create(folder.resolve("new"))) {
            Path temporary;
            try (Stream<Path> all = Files.list(folder)) {
                temporary = all.filter(path -> path.getFileName().toString().startsWith(".other."))
                        .findFirst()
                        .orElseThrow();
            }
            Files.setLastModifiedTime(temporary, OLD);
            Files.setLastModifiedTime(livingFolder.path().resolve(Leftovers.OWNER), OLD);
            Leftovers.remove(folder);
            assertThat(dead).doesNotExist();
            assertThat(deadFolder).doesNotExist();
            assertThat(young).exists();
            assertThat(foreign).exists();
            assertThat(unmarked).exists();
            living.commit();
            livingFolder.commit();
        }
        assertThat(folder.resolve("other")).exists();
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    @Test
    void aFolderMayBeALinkToAnEmptyOne() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (AtomicFolder made = AtomicFolder.create(link)) {
            Files.writeString(made.path().resolve("weights"), "x");
            made.commit();
        }
        assertThat(link).isSymbolicLink();
        assertThat(real.resolve("weights")).exists();
    }
}
