// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of mini's recipe in their order, on the icons of the tests. */
class MiniRecipeTest {
    private static final String FOLDERS = "[../testdata/icons/fluent-emoji, ../testdata/icons/fluent-emoji-flat,"
            + " ../testdata/icons/noto, ../testdata/icons/twemoji, ../testdata/icons/words]";

    @TempDir
    private Path folder;

    @AfterEach
    void nothingLeaks() {
        assertThat(Scope.liveHandles()).isZero();
    }

    @Test
    void everyStageTrainsItsPartOfTheFormersModel() throws IOException {
        Recipe recipe = new Recipe(folder, "mini");
        recipe.stage(
                "mini-autoencoder",
                Set.of("vae"),
                of(
                        "objective.unseen.icons.folders=" + FOLDERS,
                        "objective.unseen.icons.split=train",
                        "objective.data.batch=2",
                        "objective.unseen.batch=2",
                        "objective.crop=32",
                        "objective.validation_batches=1"));
        String tasks = "objective.validation_tasks=1";
        recipe.stage("mini-language", Set.of("vlm", "connector"), of("objective.batch=4", tasks));
        String[] drawing = of("objective.batch=2", "objective.scenes=30", tasks, "objective.validation_steps=2");
        recipe.stage("mini-transformer", Set.of("transformer"), drawing);
        recipe.stage("mini-edits", Set.of("transformer"), drawing);
        recipe.stage("mini-plan", Set.of("connector"), of("objective.batch=4", tasks));
        String[] learning = of("objective.data.batch=2", "objective.samples.steps=2");
        recipe.stage("mini-align", Set.of("connector"), learning);
        recipe.stage("mini-sft", Set.of("connector", "transformer", "vlm"), learning); // adapters are merged
    }

    /** Its judge is no stage of it, but a model of its own. */
    @Test
    void theJudgeLearnsToSee() throws IOException {
        new Recipe(folder, "icon-detector")
                .stage(
                        "icon-detector",
                        Set.of("vlm"),
                        "objective.data.folders=" + FOLDERS,
                        "objective.batch=8",
                        "objective.validation_batches=1");
    }

    private static String[] of(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("objective.data.icons.folders=" + FOLDERS);
        return all.toArray(String[]::new);
    }
}
