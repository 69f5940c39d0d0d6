// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Pre-training data: {@code {"image", "annotation"}}, where the annotation is a JSON file that holds the caption. */
final class CaptionSource implements Source {
    private static final JsonMapper JSON = new JsonMapper();

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
    public Sample read(int index) {
        JsonItem item = items.get(index);
        return new Sample(
                type(),
                caption(item.text("annotation"), item.where()),
                images.read(item.text("image"), item.where()),
                List.of(),
                item.where());
    }

    private String caption(String annotation, String where) {
        FileNames.requireSayable(annotation);
        try {
            Path file = captions.resolve(annotation);
            return new JsonItem(JSON.readTree(file.toFile()), where + ": " + file).text(key);
        } catch (JacksonException | InvalidPathException e) {
            throw new BadSampleException(where + ": " + annotation + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
