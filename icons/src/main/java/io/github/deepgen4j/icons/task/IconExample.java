// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.task;

import io.github.deepgen4j.icons.scene.IconScene;
import io.github.deepgen4j.icons.set.Language;
import io.github.deepgen4j.icons.set.Thing;
import java.util.List;
import java.util.Optional;

/**
 * One sample.
 *
 * @param prompt or instruction
 * @param before the reference image's scene; empty for prompts
 * @param scene the wanted image's scene
 * @param plan what is asked for, whatever the words
 * @param named things as the prompt calls them
 */
public record IconExample(
        IconKind kind,
        Language language,
        String prompt,
        Optional<IconScene> before,
        IconScene scene,
        IconPlan plan,
        List<Named> named) {
    public IconExample {
        named = List.copyOf(named);
    }

    /** A thing by one of its names. */
    public record Named(Thing thing, String word) {}
}
