// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.pipeline.EditMask;
import io.github.deepgen4j.model.pipeline.EditRequest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The part of an edited image that is redrawn. */
final class MaskMixin {
    @Option(
            names = "--mask",
            paramLabel = "IMAGE",
            description = "Redraw the first image only where this one is white, keep its pixels where it is black, mix"
                    + " both where it is grey. Scaled to the first image. Not part of DeepGen: ours.")
    private Optional<Path> mask;

    /** Declares the files that are read. */
    CommandFiles readBy(CommandFiles files) {
        mask.ifPresent(file -> files.reads("--mask", file));
        return files;
    }

    /** A request with the mask, if one was given. */
    EditRequest on(EditRequest request) {
        return mask.map(file -> request.withMask(new EditMask(Image.read(file), file.toString())))
                .orElse(request);
    }
}
