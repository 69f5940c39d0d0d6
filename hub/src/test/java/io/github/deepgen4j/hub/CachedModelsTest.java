// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.ModelNames;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The hub's cache is a place of models for the library. */
class CachedModelsTest {
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
