// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code {"type": "T2I_SFT", "txt", "image": "", "image_path"}}: captions beside the names of their images. */
record TextToImageForm(ImageFolder images) implements ListedSource.Form {
    @Override
    public SampleType type() {
        return SampleType.TEXT_TO_IMAGE;
    }

    @Override
    public Sample read(JsonItem item) {
        return new Sample(
                type(),
                item.caption("txt"),
                images.read(item.text("image_path"), item.where()),
                List.of(),
                item.where());
    }

    @Override
    public Stream<Path> files(JsonItem item) {
        return images.files(item, item.text("image_path"));
    }
}
