// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;

/**
 * A generated image, and how it was made.
 *
 * @param number 0 to count - 1 in its request; the recipe's seed is the request's plus this number
 * @param seconds that it took, reading of prompt and references not counted
 */
public record Generated(Image image, Recipe recipe, int number, double seconds) {
    /** The seed from which the image can be generated again. */
    public long seed() {
        return recipe.seed();
    }

    /** Writes a PNG that holds the recipe, atomically. */
    public void writePng(Path file) {
        image.writePng(file, recipe.text());
    }

    /** The bytes of a PNG that holds the recipe. */
    public byte[] png() {
        return image.png(recipe.text());
    }
}
