// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.tensor.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that unpack side by side. */
class CacheFolderTest {
    @TempDir
    private Path folder;

    private final List<String> locks = new ArrayList<>();

    /** Notes by which lock this process holds the folder while it writes a file into it. */
    private String unpack(String name, String text) {
        try (FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThatThrownBy(channel::tryLock).isInstanceOf(OverlappingFileLockException.class);
            Path file = Files.createDirectories(folder.resolve("unpacked")).resolve(name);
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
                locks.add("wrote");
            } else {
                locks.add("found");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String key) {
        int before = locks.size();
        assertThat(new CacheFolder(folder).unpacking(folder.resolve("unpacked"), key, () -> unpack(key, "content")))
                .isEqualTo("content");
        assertThat(locks).hasSize(before + 1);
    }

    private boolean recorded(String key) {
        return new Inventory(folder.resolve("unpacked"), folder, key).isAsRecorded();
    }

    @Test
    void foldersThatAreAsRecordedAreNotRecordedAgain() throws IOException {
        assertThat(recorded("a")).isFalse();
        run("a");
        assertThat(recorded("a")).isTrue();
        run("a");
        assertThat(locks).containsExactly("wrote", "found");
    }

    @Test
    void changedFilesAndOtherWorkNeedTheLockAlone() throws IOException {
        run("a");
        Files.writeString(folder.resolve("unpacked/a"), "cut");
        assertThat(recorded("a")).isFalse();
        run("a");
        assertThat(recorded("a")).isTrue();
        run("b");
        assertThat(recorded("a")).isFalse();
        assertThat(recorded("b")).isTrue();
        run("a");
        assertThat(recorded("a")).isTrue();
        assertThat(recorded("b")).isTrue();
    }

    @Test
    void whatAKilledProcessUnpackedIsRemovedFirst() throws IOException {
        Path unpacked = folder.resolve("unpacked");
        Path cut =
                Files.createDirectories(unpacked.resolve("pytorch-1.jar/org")).resolve("libtorch.so");
        Files.writeString(cut, "cu");
        Files.writeString(unpacked.resolve("of the user"), "stays");
        Unfinished.begin(unpacked); // and the process ends
        run("a");
        assertThat(cut).doesNotExist();
        assertThat(unpacked.resolve("of the user")).exists();
        assertThat(recorded("a")).isTrue();
        Files.createDirectories(cut.getParent());
        Files.writeString(cut, "whole");
        run("a");
        assertThat(cut).exists();
    }

    @Test
    void workWaitsForAnother() throws Exception {
        Thread waiting;
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            waiting = Thread.ofPlatform().start(() -> new CacheFolder(folder).locked(() -> locks.add("done")));
            Thread.sleep(200);
            assertThat(locks).isEmpty();
        }
        waiting.join();
        assertThat(locks).containsExactly("done");
    }
}
