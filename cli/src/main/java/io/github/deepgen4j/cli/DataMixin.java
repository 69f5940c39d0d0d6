// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.training.data.DataConfig;
import io.github.deepgen4j.training.data.DataConfigFile;
import io.github.deepgen4j.training.data.ImageChecks;
import io.github.deepgen4j.training.data.SourceConfig;
import io.github.deepgen4j.training.data.SourceGuess;
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
            description =
                    "A data configuration (.yaml), a folder of images with captions beside them (cat.png, cat.txt), or"
                        + " a list (.json), WebDataset (.tar), Parquet or Arrow file (.parquet, .arrow, .feather), or"
                        + " a folder of such files. The kind of a list is recognised by its keys.")
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

    int limit() {
        return limit;
    }

    /** A configuration for each .yaml, and one for all other files. */
    List<DataConfig> configs() {
        List<DataConfig> configs = new ArrayList<>();
        List<SourceConfig> sources = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().matches(".*\\.ya?ml")) {
                configs.add(DataConfigFile.read(file));
            } else {
                sources.add(new SourceGuess(imageFolder, capFolder, capSource).of(file));
            }
        }
        if (!sources.isEmpty()) {
            configs.add(DataConfig.of(
                    sources,
                    minSize.map(side -> new ImageChecks(side, ImageChecks.REFERENCE.ratio(), true))
                            .orElse(ImageChecks.REFERENCE)));
        }
        return configs;
    }
}
