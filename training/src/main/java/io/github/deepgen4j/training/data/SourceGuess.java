// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Recognises the format of a data file or of a folder of them: tar, Parquet and Arrow by the ending, lists by the keys
 * of their first object. Any other folder is one of images.
 *
 * @param imageFolder null where the names of images are paths
 * @param capFolder null where captions are not files of their own
 * @param capSource null for the default key
 */
public record SourceGuess(Path imageFolder, Path capFolder, String capSource) {
    /** @throws DataException if the file is of no known kind, or a folder that it needs was not given */
    public SourceConfig of(Path file) {
        boolean folder = Files.isDirectory(file);
        if (folder && !CaptionedImages.of(file).images().isEmpty()) {
            return new SourceConfig.Folder(file);
        }
        if (holds(file, ".tar")) {
            return new SourceConfig.WebDataset(file);
        }
        if (holds(file, ".parquet")) {
            return new SourceConfig.Parquet(file);
        }
        if (holds(file, ".arrow")
                || holds(file, ".feather")) { // before lists: hubs put descriptions in JSON beside them
            return new SourceConfig.Arrow(file);
        }
        if (Files.exists(file.resolve("dataset_dict.json"))) {
            throw new DataException(file + ": expected one data set, found several; name one of the folders in it");
        }
        if (holds(file, ".json") || holds(file, ".jsonl")) {
            return ofList(file);
        }
        throw new DataException(file + ": expected "
                + (folder ? "images or files of" : "a folder of images, a configuration in .yaml,")
                + " .json, .jsonl, .tar, .parquet, .arrow or .feather, found " + found(file, folder));
    }

    private static String found(Path file, boolean folder) {
        if (folder) {
            return "none of these" + CaptionedImages.of(file).inventory().instead();
        }
        if (!Files.isRegularFile(file)) {
            return Files.exists(file) ? "a pipe, a socket or a device" : "no such file or folder";
        }
        return NameKind.of(file.toString()) == NameKind.DATA
                ? "a compressed file or one of another kind; unpack it"
                : "another file";
    }

    /** True if the file, or one in the folder, has this ending. */
    private static boolean holds(Path path, String ending) {
        if (!Files.isDirectory(path)) {
            return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.anyMatch(
                    file -> file.toString().toLowerCase(Locale.ROOT).endsWith(ending));
        } catch (IOException e) {
            throw new DataException(path + ": cannot be listed (" + FileReason.of(e) + ")", e);
        }
    }

    private SourceConfig ofList(Path file) {
        JsonItem first = new JsonArrays(file).get(0);
        if (first.has("annotation")) {
            return new SourceConfig.Caption(
                    file,
                    needed(imageFolder, "image folder", file),
                    needed(capFolder, "caption folder", file),
                    capSource == null ? SourceConfig.CAPTION : capSource);
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
