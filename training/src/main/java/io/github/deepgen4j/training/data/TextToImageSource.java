// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.List;

/** {@code {"type": "T2I_SFT", "txt", "image": "", "image_path"}}: captions beside the names of their images. */
final class TextToImageSource implements Source {
    private final JsonArrays items;
    private final ImageFolder images;

    TextToImageSource(SourceConfig.TextToImageSft config, ImageChecks checks) {
        this.items = new JsonArrays(config.dataPath());
        this.images = new ImageFolder(config.folder(), checks.whereImageIsTrusted());
    }

    @Override
    public String name() {
        return items.path().toString();
    }

    @Override
    public SampleType type() {
        return SampleType.TEXT_TO_IMAGE;
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
        return items.reads(file, item -> images.files(item, item.text("image_path")));
    }

    @Override
    public Sample read(int index) {
        JsonItem item = items.get(index);
        return new Sample(
                type(),
                item.caption("txt"),
                images.read(item.text("image_path"), item.where()),
                List.of(),
                item.where());
    }
}
