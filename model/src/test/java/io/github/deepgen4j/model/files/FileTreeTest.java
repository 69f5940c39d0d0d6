// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    private Path folder;

    @Test
    void deletesWhatIsInsideButNotWhatALinkShows() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept.txt"), "kept");
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/b/c.txt"), "c");
        Files.createSymbolicLink(tree.resolve("link"), kept);
        FileTree.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(kept).hasContent("kept");
        FileTree.delete(tree);
    }
}
