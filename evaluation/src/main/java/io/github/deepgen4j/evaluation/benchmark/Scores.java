// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.github.deepgen4j.evaluation.benchmark.Manifest.Entry;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.weights.AtomicFile;
import io.github.deepgen4j.model.weights.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The judgements of a folder of images: {@code scores.json}. */
public record Scores(
        String benchmark,
        String split,
        Manifest.Settings settings,
        @JsonAlias("pictures") List<Scored> images) {
    private static final String FILE = "scores.json";

    /** One judged image. */
    public record Scored(@JsonAlias("picture") Entry image, Judgement judgement) {}

    public Scores {
        images = List.copyOf(images);
    }

    /**
     * Judges all images of a folder and writes {@code scores.json} into it.
     *
     * @throws ConfigException if images are missing, or were drawn for other prompts than the benchmark now has
     */
    public static Scores of(Benchmark benchmark, Path folder) {
        Manifest manifest = Manifest.read(folder);
        if (!manifest.benchmark().equals(benchmark.name())) {
            throw new ConfigException(
                    "%s: expected images of %s, found of %s".formatted(folder, benchmark.name(), manifest.benchmark()));
        }
        List<Item> items = benchmark.items(manifest.selection());
        requireComplete(manifest, items, folder);
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Entry entry = manifest.images().get(i);
            Image image = Image.read(folder.resolve(entry.file()));
            scored.add(new Scored(entry, items.get(i).judge(image)));
        }
        Scores scores = new Scores(manifest.benchmark(), manifest.selection().split(), manifest.settings(), scored);
        AtomicFile.write(folder.resolve(FILE), Manifest.JSON.writeValueAsString(scores) + "\n");
        return scores;
    }

    /** @throws ConfigException if there are none, they are damaged, or of images that the folder no longer lists */
    public static Scores read(Path folder) {
        Scores scores = Manifest.read(folder.resolve(FILE), Scores.class, "deepgen evaluate score");
        Manifest manifest = Manifest.read(folder);
        if (!scores.settings().equals(manifest.settings())
                || !scores.images().stream().map(Scored::image).toList().equals(manifest.images())) {
            throw new ConfigException(folder.resolve(FILE)
                    + ": expected scores of the images in manifest.json, found of others; run deepgen"
                    + " evaluate score");
        }
        return scores;
    }

    /** A report over a part of the images would be another benchmark. */
    private static void requireComplete(Manifest manifest, List<Item> items, Path folder) {
        List<Entry> entries = manifest.images();
        if (entries.size() != items.size()) {
            throw new ConfigException(
                    "%s: expected %d images in the manifest, found %d".formatted(folder, items.size(), entries.size()));
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).prompt().equals(entries.get(i).prompt())) {
                throw new ConfigException("%s: %s was drawn for \"%s\", the benchmark now asks \"%s\"; draw it again"
                        .formatted(
                                folder,
                                entries.get(i).file(),
                                entries.get(i).prompt(),
                                items.get(i).prompt()));
            }
        }
        List<String> missing = entries.stream()
                .map(Entry::file)
                .filter(file -> !Files.exists(folder.resolve(file)))
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigException("%s: %d of %d images are missing, the first is %s; run generate again"
                    .formatted(folder, missing.size(), entries.size(), missing.getFirst()));
        }
    }

    /** One row a group, in the order of the images. */
    public List<GroupScore> groups() {
        Map<String, List<Scored>> byGroup = new LinkedHashMap<>();
        images.forEach(scored -> byGroup.computeIfAbsent(scored.image().group(), _ -> new ArrayList<>())
                .add(scored));
        return byGroup.values().stream().map(GroupScore::of).toList();
    }
}
