// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which the images of a data set lie.
 *
 * @param folder what names are relative to; absent: the working folder
 */
record ImageFolder(Optional<Path> folder, ImageChecks checks) {
    /** The file of a name, if there is one. */
    Stream<Path> files(JsonItem item, String name) {
        return Stream.of(NamedFiles.find(folder, name, item.where()));
    }

    /**
     * @throws BadSampleException if there is no such image, it cannot be read, or the checks refuse it
     * @throws io.github.deepgen4j.model.files.FileException if the locale of this Java cannot say the name
     */
    Image read(String name, String where) {
        Path file = NamedFiles.find(folder, name, where);
        try {
            Image image = Image.read(file);
            checks.require(image.size(), where + ": " + file);
            return image;
        } catch (ImageException e) {
            throw new BadSampleException(where + ": " + e.getMessage(), e);
        }
    }
}
