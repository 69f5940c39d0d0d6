// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code {"image"}}: edits that change nothing. */
record ReconstructForm(ImageFolder images) implements ListedSource.Form {
    private static final String INSTRUCTION = "Keep the image as it is.";

    @Override
    public SampleType type() {
        return SampleType.IMAGE_TO_IMAGE;
    }

    @Override
    public Sample read(JsonItem item) {
        Image image = images.read(item.text("image"), item.where());
        return new Sample(type(), INSTRUCTION, image, List.of(image), item.where());
    }

    @Override
    public Stream<Path> files(JsonItem item) {
        return images.files(item, item.text("image"));
    }
}
