// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.github.deepgen4j.evaluation.benchmark.Judgement.Failed;
import io.github.deepgen4j.evaluation.benchmark.Judgement.Verdict;
import io.github.deepgen4j.evaluation.benchmark.Manifest.Entry;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The judgements of a folder of images: {@code scores.json}. */
public record Scores(
        String benchmark,
        String split,
        Manifest.Settings settings,
        @JsonAlias("pictures") List<Scored> images) {
    private static final String FILE = "scores.json";

    /** One judged image. */
    public record Scored(@JsonAlias("picture") Entry image, Judgement judgement) {
        /** @throws IllegalStateException if the image could not be judged */
        Verdict verdict() {
            return switch (judgement) {
                case Verdict verdict -> verdict;
                case Failed failed -> throw new IllegalStateException(image.file() + ": " + failed.why());
            };
        }
    }

    public Scores {
        images = List.copyOf(images);
    }

    /**
     * Judges all images of a folder, asks once more for those that could not be judged, and writes {@code scores.json}
     * into it.
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
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            drawn.add(new Drawn.InFile(
                    items.get(i), folder.resolve(manifest.images().get(i).file())));
        }
        List<Judgement> judgements = judge(benchmark.scorer(), drawn);
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            scored.add(new Scored(manifest.images().get(i), judgements.get(i)));
        }
        Scores scores = new Scores(manifest.benchmark(), manifest.selection().split(), manifest.settings(), scored);
        AtomicFile.write(folder.resolve(FILE), Manifest.JSON.writeValueAsString(scores) + "\n");
        return scores;
    }

    private static List<Judgement> judge(Scorer scorer, List<Drawn> drawn) {
        List<Judgement> judgements = new ArrayList<>(ask(scorer, drawn));
        List<Integer> failed = IntStream.range(0, drawn.size())
                .filter(i -> judgements.get(i) instanceof Failed)
                .boxed()
                .toList();
        List<Judgement> again = ask(scorer, failed.stream().map(drawn::get).toList());
        for (int i = 0; i < failed.size(); i++) {
            judgements.set(failed.get(i), again.get(i));
        }
        return judgements;
    }

    private static List<Judgement> ask(Scorer scorer, List<Drawn> drawn) {
        List<Judgement> judgements = drawn.isEmpty() ? List.of() : scorer.score(drawn);
        if (judgements.size() != drawn.size()) {
            throw new IllegalStateException(
                    "%s expected to give %d judgements, gave %d".formatted(scorer, drawn.size(), judgements.size()));
        }
        return judgements;
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

    private void requireJudged() {
        List<Scored> failed = images.stream()
                .filter(scored -> scored.judgement() instanceof Failed)
                .toList();
        if (!failed.isEmpty()) {
            Scored first = failed.getFirst();
            throw new ConfigException(
                    "%d of %d images could not be judged, the first is %s: %s; run deepgen evaluate score"
                            .formatted(
                                    failed.size(),
                                    images.size(),
                                    first.image().file(),
                                    ((Failed) first.judgement()).why()));
        }
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

    /**
     * One row a group, in the order of the images.
     *
     * @throws ConfigException if an image could not be judged: figures over a part of the images would be others
     */
    public List<GroupScore> groups() {
        requireJudged();
        Map<String, List<Scored>> byGroup = new LinkedHashMap<>();
        images.forEach(scored -> byGroup.computeIfAbsent(scored.image().group(), _ -> new ArrayList<>())
                .add(scored));
        return byGroup.values().stream().map(GroupScore::of).toList();
    }
}
