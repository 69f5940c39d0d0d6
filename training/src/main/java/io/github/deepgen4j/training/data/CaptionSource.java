// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pre-training data: {@code {"image", "annotation"}}, where the annotation is a JSON file that holds the caption. */
final class CaptionSource implements Source {
    private final JsonArrays items;
    private final ImageFolder images;
    private final Path captions;
    private final String key;

    CaptionSource(SourceConfig.Caption config, ImageChecks checks) {
        this.items = new JsonArrays(config.dataPath());
        this.images = new ImageFolder(Optional.of(config.imageFolder()), checks);
        this.captions = config.capFolder();
        this.key = config.capSource();
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
        return items.reads(
                file,
                item -> Stream.concat(
                        images.files(item, item.text("image")),
                        new ImageFolder(Optional.of(captions), ImageChecks.NONE).files(item, item.text("annotation"))));
    }

    @Override
    public Sample read(int index) {
        JsonItem item = items.get(index);
        return new Sample(
                type(),
                caption(item.text("annotation"), item.where()),
                images.read(item.text("image"), item.where()),
                List.of(),
                item.where());
    }

    private Caption caption(String annotation, String where) {
        Path file = NamedFiles.find(Optional.of(captions), annotation, where);
        String name = where + ": " + file;
        return JsonItem.read(NamedFiles.text(file, name), name).caption(key);
    }
}
