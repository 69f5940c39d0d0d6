// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.drawing;

import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.Seed;
import java.util.Base64;

/**
 * An image as the file that was asked for.
 *
 * @param bytes of the file, with the recipe inside
 */
public record DrawnFile(Generated generated, byte[] bytes, OutputFormat format) {
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The recipe as JSON, from which the image can be drawn again. */
    public String recipe() {
        return generated.recipe().text().get(Recipe.KEY);
    }

    /** The seed as recipes and the API write it, 0 to 2^64 - 1. */
    public String seed() {
        return Seed.text(generated.seed());
    }
}
