// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code {"image"}}: edits that change nothing. */
final class ReconstructSource implements Source {
    static final String INSTRUCTION = "Keep the image as it is.";

    private final JsonArrays items;
    private final ImageFolder images;

    ReconstructSource(SourceConfig.Reconstruct config, ImageChecks checks) {
        this.items = new JsonArrays(config.dataPath());
        this.images = new ImageFolder(Optional.of(config.imageFolder()), checks);
    }

    @Override
    public String name() {
        return items.path().toString();
    }

    @Override
    public SampleType type() {
        return SampleType.IMAGE_TO_IMAGE;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Inventory inventory() {
        return items.inventory();
    }

    @Override
    public boolean reads(Path file) {
        return items.reads(file, item -> images.files(item, item.text("image")));
    }

    @Override
    public Sample read(int index) {
        JsonItem item = items.get(index);
        Image image = images.read(item.text("image"), item.where());
        return new Sample(type(), INSTRUCTION, image, List.of(image), item.where());
    }
}
