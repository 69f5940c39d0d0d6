// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.icons;

import io.github.deepgen4j.icons.IconExamples;
import io.github.deepgen4j.icons.IconSplit;
import io.github.deepgen4j.icons.scoring.IconScore;
import io.github.deepgen4j.icons.scoring.IconScorer;
import io.github.deepgen4j.icons.set.IconException;
import io.github.deepgen4j.icons.task.IconExample;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The drawings that items are made of, and the judge that knows them, made when first asked. */
final class IconWorld {
    private static final int SIDE = 96;

    private final IconExamples icons;
    private IconScorer scorer;

    private IconWorld(IconExamples icons) {
        this.icons = icons;
    }

    /** @param data folder of unpacked npm packages, in the order of their names; an empty path where none was named */
    static IconWorld read(Path data, IconSplit split) {
        try {
            return new IconWorld(new IconExamples(folders(data), split, SIDE, Map.of()));
        } catch (IconException e) {
            throw new ConfigException(data + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> folders(Path data) {
        if (data.toString().isEmpty() || !Files.isDirectory(data)) {
            throw new ConfigException((data.toString().isEmpty() ? "--data DIR" : data.toString())
                    + ": expected a folder of icons and words, as benchmarks/fetch_icons.py makes it, found none");
        }
        try (var all = Files.list(data)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new ConfigException(data + ": cannot be read", e);
        }
    }

    IconExamples icons() {
        return icons;
    }

    /** Judges an image, brought to the size of the drawings first. */
    IconScore score(IconExample example, Image image) {
        Image same = image.size().equals(icons.size()) ? image : Resize.resize(image, icons.size(), Filter.BICUBIC);
        IconScorer judge = scorer();
        return example.before()
                .map(before -> judge.score(same, before, example.scene()))
                .orElseGet(() -> judge.score(same, example.scene()));
    }

    private synchronized IconScorer scorer() {
        if (scorer == null) {
            scorer = icons.scorer();
        }
        return scorer;
    }
}
