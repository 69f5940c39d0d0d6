// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Contribution;
import io.github.deepgen4j.evaluation.benchmark.Figure;
import io.github.deepgen4j.evaluation.task.Failure;
import io.github.deepgen4j.model.files.ConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The result of a run: {@code scores.json}.
 *
 * @param format of the file
 * @param settings that the pictures were drawn with; empty for foreign ones
 * @param headline empty if the result is not complete and that was not allowed
 * @param weights of the strata of contributions in the headline; all the same when empty
 */
public record Scores(
        int format,
        ResultKey key,
        Optional<Manifest.Settings> settings,
        Counts counts,
        Optional<Headline> headline,
        List<Figure> figures,
        List<Contribution> contributions,
        Map<String, Double> weights,
        List<String> notes,
        List<Scored> images) {
    static final int FORMAT = 2;

    /**
     * The one figure.
     *
     * @param best the largest it can be
     * @param inferred no official script prints it
     * @param partial {@code n of m} pictures if it is not over all of them; else empty
     */
    public record Headline(String definition, double value, double best, boolean inferred, String partial) {}

    /**
     * One picture.
     *
     * @param picture its file, relative to the folder of pictures
     * @param source that of the image that was edited, relative to the run; empty for text to image
     * @param score how good it is on the headline's scale; empty if the rules do not say
     * @param values of its tasks by name
     * @param failures of its tasks by name
     */
    public record Scored(
            String item,
            String group,
            String prompt,
            String sample,
            String picture,
            String source,
            OptionalDouble score,
            String decision,
            Map<String, Object> values,
            Map<String, Failure> failures) {
        public Scored {
            values = new LinkedHashMap<>(values);
            failures = new LinkedHashMap<>(failures);
        }
    }

    public Scores {
        figures = List.copyOf(figures);
        contributions = List.copyOf(contributions);
        weights = new LinkedHashMap<>(weights);
        notes = List.copyOf(notes);
        images = List.copyOf(images);
    }

    void write(RunFolder folder) {
        RunFile.write(folder.scoresFile(), this);
    }

    /** @throws ConfigException if there are none, they are damaged, or of images that the manifest no longer lists */
    public static Scores read(RunFolder folder) {
        Scores scores = RunFile.read(folder.scoresFile(), Scores.class, "deepgen evaluate score");
        if (scores.format() != FORMAT) {
            throw new ConfigException("%s: expected format %d, found %d; run deepgen evaluate score"
                    .formatted(folder.scoresFile(), FORMAT, scores.format()));
        }
        folder.manifest().ifPresent(manifest -> {
            Stream<String> drawn =
                    manifest.images().stream().map(Manifest.Entry::item).distinct();
            List<String> items = drawn.toList();
            boolean same = scores.settings().equals(Optional.of(manifest.settings()))
                    && scores.images().stream().allMatch(image -> items.contains(image.item()));
            if (!same) {
                throw new ConfigException(folder.scoresFile()
                        + ": expected scores of the images in manifest.json, found of others; run deepgen"
                        + " evaluate score");
            }
        });
        return scores;
    }
}
