// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pre-training data: {@code {"image", "annotation"}}, where the annotation is a JSON file that holds the caption.
 *
 * @param key of the caption
 */
record CaptionForm(ImageFolder images, Path captions, String key) implements ListedSource.Form {
    @Override
    public SampleType type() {
        return SampleType.TEXT_TO_IMAGE;
    }

    @Override
    public Sample read(JsonItem item) {
        Path file = caption(item);
        String name = item.where() + ": " + file;
        Caption caption = JsonItem.read(NamedFiles.text(file, name), name).caption(key);
        return new Sample(type(), caption, images.read(item.text("image"), item.where()), List.of(), item.where());
    }

    @Override
    public Stream<Path> files(JsonItem item) {
        return Stream.concat(images.files(item, item.text("image")), Stream.of(caption(item)));
    }

    private Path caption(JsonItem item) {
        return NamedFiles.find(Optional.of(captions), item.text("annotation"), item.where());
    }
}
