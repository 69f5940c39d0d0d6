// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Layout;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.task.Category;
import io.github.deepgen4j.shapeworld.task.Example;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Tasks, images and the order of random draws of what models have already been trained on. A change here makes a
 * resumed run learn something else and a benchmark incomparable with earlier figures: add categories, leave these
 * alone.
 */
class PinnedTest {
    @Test
    void tasksAndImagesStayAsTheyWere() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        RandomGenerator random = Choices.random(11);
        List<Category> categories = List.of(Category.values());
        for (Category category : categories.subList(0, 7)) {
            for (int i = 0; i < 60; i++) {
                Example task = ExampleSet.draw(category, i % 2 == 0 ? Split.TRAIN : Split.HELD_OUT, random);
                String words = String.join(
                        "|",
                        category.word(),
                        task.prompt(),
                        task.plan(),
                        task.slots().toString());
                digest.update(words.getBytes(StandardCharsets.UTF_8));
                digest.update(Renderer.render(task.scene()).rgb());
            }
            digest.update(Renderer.render(Layout.dense(random)).rgb());
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("7edf448d09df8e8e9e74517907e40029e45afc5ebe2092ad9994433cd86826ac");
    }
}
