// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.pipeline.Generated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The place to which the images of one command go. */
interface ImageSink {
    /** Writes an image with its recipe; returns the name of what was written. */
    String write(Generated image);

    /** PNG to standard output. */
    static ImageSink standardOutput() {
        return image -> {
            StandardStreams.write(image.png());
            return "standard output";
        };
    }

    /** Files that the user has named. */
    static ImageSink named(OutputName name) {
        return image -> {
            Path file = name.file(image.number(), image.seed(), image.recipe().prompt());
            write(image, file);
            return file.toString();
        };
    }

    /** Writes a file of the format that its name ends in; a pipe or device gets a PNG. */
    static void write(Generated image, Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            image.writePng(file);
        } else {
            image.write(file);
        }
    }

    /** Files whose names are free when they are written. */
    static ImageSink free(FreeName names) {
        return image -> {
            Path file = names.reserve();
            try {
                image.writePng(file);
            } catch (RuntimeException e) {
                remove(file, e);
                throw e;
            }
            return file.toString();
        };
    }

    private static void remove(Path file, RuntimeException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(new UncheckedIOException(e));
        }
    }
}
