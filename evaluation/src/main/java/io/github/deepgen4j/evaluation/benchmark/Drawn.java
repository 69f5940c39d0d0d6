// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;

/** An image made for an item, in memory or in a file. */
public sealed interface Drawn {
    Item item();

    /**
     * The image; one in a file is read by every call.
     *
     * @throws io.github.deepgen4j.model.image.ImageException if it cannot be read
     */
    Image image();

    /** An image that has just been made. */
    record InMemory(Item item, Image image) implements Drawn {}

    /** An image of a folder; thousands of them need no memory. */
    record InFile(Item item, Path file) implements Drawn {
        @Override
        public Image image() {
            return Image.read(file);
        }
    }
}
