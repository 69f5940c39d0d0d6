// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Images beside their captions. */
final class FolderSource implements Source {
    private final Path folder;
    private final CaptionedImages files;
    private final ImageFolder images;

    FolderSource(SourceConfig.Folder config, ImageChecks checks) {
        this.folder = config.dataPath();
        this.files = CaptionedImages.of(folder);
        this.images = new ImageFolder(Optional.empty(), checks.whereImageIsTrusted());
        if (files.images().isEmpty()) {
            throw new DataException(folder + ": expected images (.png, .jpg, .jpeg, .webp, .gif, .bmp), found none"
                    + files.inventory().instead());
        }
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public SampleType type() {
        return SampleType.TEXT_TO_IMAGE;
    }

    @Override
    public int size() {
        return files.images().size();
    }

    @Override
    public Inventory inventory() {
        return files.inventory();
    }

    /** The folder takes what is written into it for one of its images. */
    @Override
    public boolean reads(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return NamedFiles.isSame(file, folder) || (parent != null && NamedFiles.isSame(parent, folder));
    }

    @Override
    public Sample read(int index) {
        Path image = files.images().get(index);
        Path file = files.captionOf(image);
        Caption caption = Caption.of(NamedFiles.text(file, file.toString()), file.toString());
        return new Sample(
                type(), caption, images.read(image.toString(), folder.toString()), List.of(), image.toString());
    }
}
