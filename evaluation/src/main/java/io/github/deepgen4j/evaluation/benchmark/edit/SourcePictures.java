// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.edit;

import io.github.deepgen4j.evaluation.data.JsonRow;
import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.FileReason;
import io.github.deepgen4j.model.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The pictures that the data of an edit benchmark names: files below one of some folders, or in the zip archives in
 * which they are published. A name that is not there is refused when the data is read.
 */
public final class SourcePictures {
    private record Packed(Path archive, String entry) {}

    private final List<Path> folders;
    private final List<Path> archives = new ArrayList<>();
    private final Map<String, Packed> packed = new HashMap<>();

    /**
     * @param folders in which names are looked for, in this order; those that do not exist are passed over
     * @param archives zip files, looked into after the folders; those that do not exist are passed over
     * @throws ConfigException if an archive cannot be read
     */
    public SourcePictures(List<Path> folders, List<Path> archives) {
        this.folders = folders.stream().filter(Files::isDirectory).toList();
        archives.stream().filter(Files::isRegularFile).forEach(this::list);
    }

    /** Names are with the folder that the archive is called after, whether or not the archive has it. */
    private void list(Path archive) {
        archives.add(archive);
        String name = archive.getFileName().toString();
        String folder = name.substring(0, name.length() - ".zip".length()) + "/";
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                Packed place = new Packed(archive, entry.getName());
                packed.putIfAbsent(entry.getName(), place);
                packed.putIfAbsent(folder + entry.getName(), place);
            });
        } catch (ZipException e) {
            throw new ConfigException(
                    archive + ": expected a zip archive, found a damaged one or another file (" + e.getMessage() + ")",
                    e);
        } catch (IOException e) {
            throw new ConfigException(archive + ": cannot be read (" + FileReason.of(e) + ")", e);
        }
    }

    /**
     * The picture that a field names.
     *
     * @throws ConfigException if there is no such picture, or the name leads out of the folder
     */
    public Picture named(JsonRow row, String field) {
        String name = row.text(field);
        return find(name, row, field).orElseThrow(() -> row.fault(field, "a picture in " + places()));
    }

    private Optional<Picture> find(String name, JsonRow row, String field) {
        for (Path folder : folders) {
            Path file;
            try {
                file = folder.resolve(name).normalize();
            } catch (InvalidPathException e) {
                throw row.fault(field, "the name of a file");
            }
            if (!file.startsWith(folder.normalize())) {
                throw row.fault(field, "a name below the folder of the data");
            }
            if (Files.isRegularFile(file)) {
                return Optional.of(new Picture.InFile(name, file));
            }
        }
        return Optional.ofNullable(packed.get(name))
                .map(place -> new Picture.InBytes(place.archive() + "!" + place.entry(), () -> bytes(place)));
    }

    private String places() {
        List<String> places = new ArrayList<>();
        folders.forEach(folder -> places.add(folder.toString()));
        archives.forEach(archive -> places.add(archive.toString()));
        return places.isEmpty() ? "a folder, of which there is none" : String.join(" or ", places);
    }

    private static byte[] bytes(Packed place) {
        try (ZipFile zip = new ZipFile(place.archive().toFile())) {
            ZipEntry entry = zip.getEntry(place.entry());
            if (entry == null) {
                throw new ImageException(place.archive() + ": holds " + place.entry() + " no more");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new ImageException(
                    "%s: %s cannot be read (%s)".formatted(place.archive(), place.entry(), FileReason.of(e)), e);
        }
    }
}
