// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.ImageChecks;
import io.github.deepgen4j.training.data.ImageProcess;
import io.github.deepgen4j.training.data.SourceConfig;
import io.github.deepgen4j.training.data.SourceGuess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The data: configurations, or files as they are. */
final class DataMixin {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "A configuration of data or of a run (.yaml), a folder of images with captions beside them"
                    + " (cat.png, cat.txt), or a list (.json, .jsonl), WebDataset (.tar), Parquet or Arrow file"
                    + " (.parquet, .arrow, .feather), or a folder of such files. The kind of a list is recognised"
                    + " by its keys.")
    private List<Path> files;

    @Option(names = "--image-folder", paramLabel = "DIR", description = "Folder of the images that lists name.")
    private Path imageFolder;

    @Option(
            names = "--cap-folder",
            paramLabel = "DIR",
            description = "Folder of the annotations that caption lists name.")
    private Path capFolder;

    @Option(
            names = "--cap-source",
            paramLabel = "KEY",
            description = "Key of the captions in annotations, default caption.")
    private String capSource;

    @Option(
            names = "--min-size",
            paramLabel = "PIXELS",
            description =
                    "Skip images with a side of at most this many pixels; default 80 for caption lists, no limit for"
                            + " folders, t2i and edit lists. A .yaml has its own.")
    private Optional<Integer> minSize;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "Read only the first N samples of each file.")
    private int limit;

    /** True if a file, as a file and not by its spelling, is one of these. */
    boolean names(Path file) {
        return files.stream().anyMatch(named -> {
            try {
                return Files.exists(named) && Files.exists(file) && Files.isSameFile(named, file);
            } catch (IOException e) {
                return false;
            }
        });
    }

    int limit() {
        return limit;
    }

    /** A task for each .yaml, and one for all other files, whose images get the published size. */
    List<DataTask> tasks() {
        return tasks(Optional.empty());
    }

    /** @param imageSize side in pixels that images of files other than .yaml get; empty for the published one */
    List<DataTask> tasks(Optional<Integer> imageSize) {
        List<DataTask> tasks = new ArrayList<>();
        List<SourceConfig> sources = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().matches(".*\\.ya?ml")) {
                tasks.add(DataTask.read(file));
            } else {
                sources.add(new SourceGuess(imageFolder, capFolder, capSource).of(file));
            }
        }
        if (!sources.isEmpty()) {
            tasks.add(DataTask.of(DataConfig.of(
                    sources,
                    imageSize.map(DataMixin::image).orElse(ImageProcess.REFERENCE),
                    minSize.map(side -> new ImageChecks(side, ImageChecks.REFERENCE.ratio(), true))
                            .orElse(ImageChecks.REFERENCE))));
        }
        return tasks;
    }

    private static ImageProcess image(int size) {
        return new ImageProcess(ImageProcess.REFERENCE.mode(), size, ImageProcess.REFERENCE.unit());
    }
}
