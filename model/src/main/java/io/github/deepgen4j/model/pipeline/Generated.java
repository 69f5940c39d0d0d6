// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.Given;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.OutputFormat;
import java.nio.file.Path;

/**
 * A generated image, and how it was made. Files that it is written to hold the recipe.
 *
 * @param number 0 to count - 1 in its request; the recipe's seed is the request's plus this number
 * @param seconds that it took, reading of prompt and references not counted
 */
public record Generated(Image image, Recipe recipe, int number, double seconds) {
    /** The seed from which the image can be generated again; {@link Seed#text} writes it. */
    public long seed() {
        return recipe.seed();
    }

    /** The name by which the model was opened: a folder, a repository of the hub, or {@code nano}. */
    public String model() {
        return recipe.model();
    }

    /**
     * Writes a file of the format that its name ends in, with the recipe, atomically; a JPEG of
     * {@link OutputFormat#JPEG_QUALITY}.
     *
     * @throws IllegalArgumentException if the name does not end in .png, .jpg, .jpeg or .webp
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, bytes(OutputFormat.of(Given.require("file", file))));
    }

    /** The bytes of a file with the recipe; a JPEG of {@link OutputFormat#JPEG_QUALITY}. */
    public byte[] bytes(OutputFormat format) {
        return Given.require("format", format).encode(image, recipe.text());
    }

    /** Writes a PNG that holds the recipe, atomically, whatever the name of the file. */
    public void writePng(Path file) {
        AtomicFile.write(Given.require("file", file), png());
    }

    /** The bytes of a PNG that holds the recipe. */
    public byte[] png() {
        return bytes(OutputFormat.PNG);
    }

    /**
     * The bytes of a JPEG that holds the recipe.
     *
     * @param quality 1 to 100
     */
    public byte[] jpeg(int quality) {
        return image.jpeg(quality, recipe.text());
    }

    /** The bytes of a WebP without loss that holds the recipe. */
    public byte[] webp() {
        return bytes(OutputFormat.WEBP);
    }
}
