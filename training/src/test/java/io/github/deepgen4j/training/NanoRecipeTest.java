// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of the nano's recipe in their order, two steps each: every stage takes up the former's model. */
class NanoRecipeTest {
    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void everyStageTrainsItsPartOfTheFormersModel() throws IOException {
        Recipe recipe = new Recipe(folder, "nano");
        String tasks = "objective.validation_tasks=1";
        recipe.stage("nano-vlm", Set.of(), "objective.batch=4", tasks); // begins with random weights
        recipe.stage("nano-plan", Set.of("connector"), "objective.batch=4", tasks);
        recipe.stage("nano-vae", Set.of("vae"), "objective.batch=2", "objective.validation_images=2");
        recipe.stage("nano-letters", Set.of("vae"), "objective.batch=2", "objective.validation_images=2");
        String[] drawing = {"objective.batch=2", "objective.scenes=60", tasks, "objective.validation_steps=2"};
        recipe.stage("nano-t2i", Set.of("transformer"), drawing);
        recipe.stage("nano-compose", Set.of("transformer"), drawing);
        recipe.stage("nano-joint", Set.of("transformer"), drawing);
        recipe.stage("nano-finish", Set.of("transformer"), drawing);
        recipe.stage("nano-text", Set.of("transformer"), drawing);
        recipe.stage("nano-words", Set.of("transformer"), drawing);
        recipe.stage("nano-rewrite", Set.of("transformer"), drawing);
        recipe.stage("nano-grounds", Set.of("vae"), "objective.batch=2", "objective.validation_images=2");
    }
}
