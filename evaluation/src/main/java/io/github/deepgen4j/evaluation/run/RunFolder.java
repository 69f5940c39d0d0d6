// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.PictureFolder;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of a run. One that we draw holds {@code manifest.json}, {@code drawn.jsonl}, {@code journal.jsonl},
 * {@code scores.json} and the report, and in {@code pictures} the official layout. A foreign one is the official layout
 * itself, and the results go elsewhere.
 *
 * @param results the folder of manifest, journal, scores and report
 * @param images the folder of pictures in the official layout
 */
public record RunFolder(Path results, Path images) {
    static final String PICTURES = "pictures";
    private static final String MANIFEST = "manifest.json";

    /** One that we draw. */
    public static RunFolder own(Path root) {
        return new RunFolder(root, root.resolve(PICTURES));
    }

    /**
     * One that is to be scored.
     *
     * @param results where the results go; beside the pictures of our own runs when empty
     * @throws ConfigException if there is none, or none for the results of a foreign one
     */
    public static RunFolder scored(Path root, Optional<Path> results) {
        if (Files.exists(root.resolve(MANIFEST))) {
            return new RunFolder(results.orElse(root), root.resolve(PICTURES));
        }
        if (!Files.isDirectory(root)) {
            throw new ConfigException(root + ": expected what \"deepgen evaluate generate\" writes, or a folder of"
                    + " pictures in the official layout; found none");
        }
        if (results.isEmpty()) {
            throw new ConfigException(
                    root + ": has no manifest.json of \"deepgen evaluate generate\"; to score pictures"
                            + " in the official layout, name a folder for journal and scores with --results");
        }
        return new RunFolder(results.get(), root);
    }

    Path manifestFile() {
        return images.getFileName().toString().equals(PICTURES) && Files.exists(images.resolveSibling(MANIFEST))
                ? images.resolveSibling(MANIFEST)
                : results.resolve(MANIFEST);
    }

    /** The manifest of what was drawn here; empty for a foreign folder. */
    public Optional<Manifest> manifest() {
        return Files.exists(manifestFile()) ? Optional.of(Manifest.read(manifestFile())) : Optional.empty();
    }

    public PictureFolder pictures() {
        return new PictureFolder(images);
    }

    Path scoresFile() {
        return results.resolve("scores.json");
    }

    /** The journal of its questions. */
    public Path journalFile() {
        return results.resolve("journal.jsonl");
    }
}
