// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code {"input_image": [...], "output_image", "instruction"}}: images, and what became of them. */
final class EditSource implements Source {
    private final JsonArrays items;
    private final ImageFolder images;
    private final int mostReferences;

    /** @param mostReferences further input images are left out; the reference takes one (T3) */
    EditSource(SourceConfig.Edit config, ImageChecks checks, int mostReferences) {
        this.items = new JsonArrays(config.dataPath());
        this.images = new ImageFolder(config.folder(), checks.whereImageIsTrusted());
        this.mostReferences = mostReferences;
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
        return items.reads(
                file,
                item -> Stream.concat(
                        images.files(item, item.text("output_image")),
                        item.texts("input_image", Integer.MAX_VALUE).stream()
                                .flatMap(name -> images.files(item, name))));
    }

    @Override
    public Sample read(int index) {
        JsonItem item = items.get(index);
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
}
