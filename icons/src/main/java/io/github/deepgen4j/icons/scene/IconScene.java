// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.scene;

import io.github.deepgen4j.shapeworld.scene.Colour;
import java.util.List;
import java.util.Optional;

/** A plain background, things on it in the order of drawing, and perhaps a word below them. */
public record IconScene(Colour ground, List<Placed> things, Optional<Word> word) {
    public IconScene {
        things = List.copyOf(things);
    }

    public IconScene(Colour ground, List<Placed> things) {
        this(ground, things, Optional.empty());
    }

    public IconScene on(Colour other) {
        return new IconScene(other, things, word);
    }

    public IconScene showing(List<Placed> others) {
        return new IconScene(ground, others, word);
    }

    public IconScene saying(Word other) {
        return new IconScene(ground, things, Optional.of(other));
    }
}
