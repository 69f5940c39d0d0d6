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

/** Which data: configurations, or files as they are. */
final class DataMixin {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "A data configuration (.yaml), a folder of images with captions beside them (cat.png, cat.txt), or"
                            + " lists (.json), WebDatasets (.tar), Parquet or Arrow files (.parquet, .arrow, .feather),"
                            + " one or a folder of them. What a list holds is recognised by its keys.")
    private List<Path> files;

    @Option(names = "--image-folder", paramLabel = "DIR", description = "Where the images of lists lie.")
    private Path imageFolder;

    @Option(names = "--cap-folder", paramLabel = "DIR", description = "Where the annotations of caption lists lie.")
    private Path capFolder;

    @Option(names = "--cap-source", paramLabel = "KEY", description = "Key of their captions, default caption.")
    private String capSource;

    @Option(
            names = "--min-size",
            paramLabel = "PIXELS",
            description = "Both sides of images must be longer; default 80 for captions, nothing for images that are"
                    + " trusted (folders, t2i and edit lists). A .yaml says it itself.")
    private Optional<Integer> minSize;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "Look at the first N samples of each file only.")
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
