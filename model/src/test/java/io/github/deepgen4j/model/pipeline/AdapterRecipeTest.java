// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepgen4j.model.components.Compute;
import io.github.deepgen4j.model.lora.Adapter;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of a model that is opened with the recorded adapters of the language model. */
class AdapterRecipeTest {
    private static final GenerateRequest REQUEST =
            GenerateRequest.of("a red circle").withSize(64, 64).withSteps(2).withGuidance(3);

    @TempDir
    Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    private static Generated generate(ModelOptions options) {
        try (DeepGen deepgen = DeepGen.open(Golden.path("tiny"), options)) {
            return deepgen.generate(REQUEST);
        }
    }

    @Test
    void theRecipeOpensTheModelWithTheSameAdapters() throws IOException {
        Path peft = Golden.path("lora/peft");
        ModelOptions f32 = ModelOptions.DEFAULT.withCompute(Compute.F32);
        Generated made = generate(f32.withAdapters(List.of(Adapter.of(peft, 0.5))));
        assertThat(made.image().rgb()).isNotEqualTo(generate(f32).image().rgb());

        Recipe recipe = Recipe.of(made.recipe().text(), "test");
        assertThat(recipe.lora()).extracting(Recipe.Lora::strength).containsExactly(0.5);
        Generated again = generate(recipe.modelOptions());
        assertThat(again.image().rgb()).isEqualTo(made.image().rgb());
        assertThat(again.recipe()).isEqualTo(made.recipe());

        Golden.copy(peft, folder.resolve("moved"));
        assertThat(generate(recipe.modelOptions(List.of(folder.resolve("moved"))))
                        .image()
                        .rgb())
                .isEqualTo(made.image().rgb());
        Path config = folder.resolve("moved/adapter_config.json");
        Files.writeString(config, Files.readString(config).replace("\"lora_alpha\": 4", "\"lora_alpha\": 8"));
        assertThatThrownBy(() -> recipe.modelOptions(List.of(folder.resolve("moved"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sha256");
        assertThatThrownBy(() -> recipe.modelOptions(List.of())).hasMessageContaining("expected 1 adapters");
    }
}
