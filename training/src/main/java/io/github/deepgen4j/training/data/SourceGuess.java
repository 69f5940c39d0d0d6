// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Recognises the format of a data file: tar and Parquet by the ending, a folder by its pictures, lists by the keys of
 * their first object.
 *
 * @param imageFolder null where the names of pictures are paths
 * @param capFolder null where captions are not files of their own
 * @param capSource null for the default key
 */
public record SourceGuess(Path imageFolder, Path capFolder, String capSource) {
    /** @throws DataException if the file is of no known kind, or a folder that it needs was not given */
    public SourceConfig of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".tar")) {
            return new SourceConfig.WebDataset(file, null, null, null);
        }
        if (name.endsWith(".parquet")) {
            return new SourceConfig.Parquet(file, null, null, null);
        }
        if (Files.isDirectory(file) && !holdsLists(file)) {
            return new SourceConfig.Folder(file);
        }
        if (!Files.isDirectory(file) && !name.endsWith(".json")) {
            throw new DataException(
                    file + ": expected .yaml, .json, .tar, .parquet, or a folder of pictures or of .json files"
                            + (Files.exists(file) ? "" : "; there is no such file or folder"));
        }
        return ofList(file);
    }

    private static boolean holdsLists(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return FolderSource.pictures(folder).isEmpty()
                    && files.anyMatch(file -> file.toString().endsWith(".json"));
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed (" + e + ")", e);
        }
    }

    private SourceConfig ofList(Path file) {
        JsonItem first = new JsonArrays(file).get(0);
        if (first.has("annotation")) {
            return new SourceConfig.Caption(
                    file,
                    needed(imageFolder, "image folder", file),
                    needed(capFolder, "caption folder", file),
                    capSource);
        }
        if (first.has("txt")) {
            return new SourceConfig.TextToImageSft(file, imageFolder);
        }
        if (first.has("instruction")) {
            return new SourceConfig.Edit(file, imageFolder);
        }
        if (first.has("image")) {
            return new SourceConfig.Reconstruct(file, needed(imageFolder, "image folder", file));
        }
        throw new DataException(first.where() + ": expected the keys of caption (image, annotation), t2i_sft (txt,"
                + " image_path), edit (input_image, output_image, instruction) or reconstruct (image) data, found "
                + first.node().propertyNames());
    }

    private static Path needed(Path folder, String what, Path file) {
        if (folder == null) {
            throw new DataException(file + ": data of this kind needs the " + what);
        }
        return folder;
    }
}
