// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code {"input_image": [...], "output_image", "instruction"}}: images, and what became of them.
 *
 * @param mostReferences further input images are left out; the reference takes one (T3)
 */
record EditForm(ImageFolder images, int mostReferences) implements ListedSource.Form {
    @Override
    public SampleType type() {
        return SampleType.IMAGE_TO_IMAGE;
    }

    @Override
    public Sample read(JsonItem item) {
        List<Image> references = item.texts("input_image", mostReferences).stream()
                .map(name -> images.read(name, item.where()))
                .toList();
        return new Sample(
                type(),
                item.caption("instruction"),
                images.read(item.text("output_image"), item.where()),
                references,
                item.where());
    }

    @Override
    public Stream<Path> files(JsonItem item) {
        return Stream.concat(
                images.files(item, item.text("output_image")),
                item.texts("input_image", Integer.MAX_VALUE).stream().flatMap(name -> images.files(item, name)));
    }
}
