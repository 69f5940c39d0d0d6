// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Images beside their captions: {@code cat.png} and {@code cat.txt}. Folders below are not looked into. */
final class FolderSource implements Source {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp");

    private final Path folder;
    private final List<Path> files;
    private final ImageFolder images;

    FolderSource(SourceConfig.Folder config, ImageChecks checks) {
        this.folder = config.dataPath();
        this.files = images(folder);
        this.images = new ImageFolder(Optional.empty(), checks.whereImageIsTrusted());
        if (files.isEmpty()) {
            throw new DataException(folder + ": expected images (" + String.join(", ", ENDINGS) + "), found none");
        }
    }

    /**
     * The images in a folder, sorted by name.
     *
     * @throws DataException if it is no folder, or cannot be listed
     * @throws io.github.deepgen4j.model.files.FileException if the locale of this Java cannot say a name
     */
    static List<Path> images(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder.toAbsolutePath() + ": expected a folder of images, found no folder of that name");
        }
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> images = found.filter(FolderSource::isImage).sorted().toList();
            images.forEach(image -> FileNames.requireSayable(image.toString()));
            return images;
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed (" + e + ")", e);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") // what some systems put beside each file
                && ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith)
                && Files.isRegularFile(file);
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
        return files.size();
    }

    @Override
    public Sample read(int index) {
        Path image = files.get(index);
        String caption = caption(image);
        return new Sample(
                type(), caption, images.read(image.toString(), folder.toString()), List.of(), image.toString());
    }

    private static String caption(Path image) {
        String name = image.getFileName().toString();
        Path file = image.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
        if (!Files.isRegularFile(file)) {
            throw new BadSampleException(image + ": expected its caption in " + file + ", found no such file");
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BadSampleException(file + ": cannot be read as UTF-8 (" + e + ")", e);
        }
    }
}
