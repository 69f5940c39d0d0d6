// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub's cache is a place of models for the library. */
class CachedModelsTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aPulledRepositoryIsItsSnapshot(@TempDir Path home) throws IOException {
        Path root = home.resolve("hub/models--some--model");
        Path snapshot = Files.createDirectories(root.resolve("snapshots").resolve(COMMIT));
        Files.createDirectories(root.resolve("refs"));
        Files.writeString(root.resolve("refs/main"), COMMIT);
        var models = new CachedModels(() -> HubSettings.of(Map.of("HF_HOME", home.toString()), Optional.of(home)));
        assertThat(models.find("some/model")).contains(snapshot);
        assertThatThrownBy(() -> models.find("some/other"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("some/other: no such folder. If it is a repository of the Hugging Face hub, download it"
                        + " first: deepgen model pull some/other (in Java: Hub.pull)");
        assertThat(models.find("a/b/c")).isEmpty();
    }

    @Test
    void theLibraryFindsIt() {
        assertThat(ServiceLoader.load(ModelNames.class)).hasExactlyElementsOfTypes(CachedModels.class);
        assertThat(new CachedModels().find("nothing")).isEmpty();
    }

    @Test
    void whatWasNotPulledIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> DeepGen.open("no-such-owner-4711/model"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("deepgen model pull no-such-owner-4711/model")
                .hasMessageContaining("Hub.pull");
        assertThatThrownBy(() -> Hub.pull("not a name")).hasMessageContaining("expected OWNER/NAME");
    }

    @Test
    void aFolderGoesBeforeTheHub() {
        try (DeepGen deepgen = DeepGen.open(
                Path.of(System.getProperty("deepgen.golden"), "tiny").toString())) {
            assertThat(deepgen.config().sideMultiple()).isEqualTo(16);
        }
    }
}
