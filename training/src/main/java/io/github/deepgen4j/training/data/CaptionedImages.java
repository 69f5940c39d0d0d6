// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileNames;
import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images of a folder and the captions beside them, {@code cat.png} and {@code cat.txt}; names that look the same
 * are the same. Folders below are not looked into.
 *
 * @param images sorted by name
 */
record CaptionedImages(List<Path> images, Map<String, Path> captions, Inventory inventory) {
    /**
     * Lists a folder.
     *
     * @throws DataException if it is no folder, or cannot be listed
     * @throws io.github.deepgen4j.model.files.FileException if the locale of this Java cannot say a name
     */
    static CaptionedImages of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder.toAbsolutePath() + ": expected a folder of images, found no folder of that name");
        }
        List<Path> entries;
        try (Stream<Path> found = Files.list(folder)) {
            entries = found.sorted().toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
        List<Path> images = new ArrayList<>();
        Map<String, Path> captions = new HashMap<>();
        List<Path> texts = new ArrayList<>();
        var count = new Inventory.Count();
        for (Path entry : entries) {
            NameKind kind = NameKind.of(entry.getFileName().toString());
            Optional<String> reason = reasonAgainst(entry, kind);
            if (reason.isPresent()) {
                count.leaveOut(reason.get(), entry.getFileName().toString());
            } else if (kind == NameKind.IMAGE) {
                FileNames.requireSayable(entry.toString());
                images.add(entry);
            } else if (kind == NameKind.CAPTION) {
                texts.add(entry);
                captions.merge(stem(entry), entry, CaptionedImages::lowerCase);
            }
        }
        countUse(images, captions, texts, count);
        return new CaptionedImages(List.copyOf(images), captions, count.done());
    }

    /** The reason why something that looks like data is not used; empty for what is, and for what does not. */
    private static Optional<String> reasonAgainst(Path entry, NameKind kind) {
        String name = entry.getFileName().toString();
        if (NameKind.isHidden(name)) {
            return kind == NameKind.NOTHING ? Optional.empty() : Optional.of("hidden files");
        }
        if (Files.isDirectory(entry)) {
            return Optional.of("folders below are not looked into");
        }
        if (kind != NameKind.NOTHING && !Files.isRegularFile(entry)) {
            return Optional.of("pipes, devices and links to nothing");
        }
        return switch (kind) {
            case OTHER_IMAGE -> Optional.of("images of formats that are not read");
            case OTHER_TEXT -> Optional.of("captions are read from .txt");
            case DATA -> Optional.of("not images; name them themselves");
            case IMAGE, CAPTION, NOTHING -> Optional.empty();
        };
    }

    private static void countUse(
            List<Path> images, Map<String, Path> captions, List<Path> texts, Inventory.Count count) {
        Set<Path> used = new HashSet<>();
        images.forEach(image -> Optional.ofNullable(captions.get(stem(image))).ifPresent(used::add));
        count.use(images.size() + used.size());
        texts.stream()
                .filter(text -> !used.contains(text))
                .forEach(text -> count.leaveOut(
                        "no image of that name", text.getFileName().toString()));
    }

    /** Of {@code a.txt} and {@code a.TXT}, the first. */
    private static Path lowerCase(Path one, Path other) {
        return one.toString().endsWith(".txt") ? one : other;
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return Normalizer.normalize(name.substring(0, name.lastIndexOf('.')), Normalizer.Form.NFC);
    }

    /** @throws BadSampleException if the image has none */
    Path captionOf(Path image) {
        Path caption = captions.get(stem(image));
        if (caption == null) {
            String name = image.getFileName().toString();
            throw new BadSampleException(image + ": expected its caption in "
                    + image.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt")
                    + ", found no such file");
        }
        return caption;
    }
}
