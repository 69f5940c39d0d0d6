// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name is a folder, or a repository that was downloaded. */
class ModelLocationTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path home;

    private Path folder(String model) {
        return ModelLocation.folder(model, () -> HubSettings.of(Map.of("HF_HOME", home.toString()), Optional.of(home)));
    }

    @Test
    void aFolderIsAFolder() {
        assertThat(folder(home.toString())).isEqualTo(home);
        assertThat(folder("no-such-folder")).isEqualTo(Path.of("no-such-folder"));
    }

    @Test
    void aPulledRepositoryIsItsSnapshot() throws IOException {
        Path root = home.resolve("hub/models--some--model");
        Path snapshot = Files.createDirectories(root.resolve("snapshots").resolve(COMMIT));
        Files.createDirectories(root.resolve("refs"));
        Files.writeString(root.resolve("refs/main"), COMMIT);
        assertThat(folder("some/model")).isEqualTo(snapshot);
    }

    @Test
    void aRepositoryThatWasNotPulledIsNoGuess() {
        assertThatThrownBy(() -> folder("some/model"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("some/model: no such folder. If it is a repository of the Hugging Face hub, download it"
                        + " first: deepgen model pull some/model (in Java: Hub.pull)");
    }
}
