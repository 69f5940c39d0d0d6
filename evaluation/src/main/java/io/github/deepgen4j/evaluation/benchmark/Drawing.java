// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import io.github.deepgen4j.evaluation.benchmark.Manifest.Entry;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Draws the items of a benchmark into a folder: {@code manifest.json}, {@code pictures/GROUP/NNN.png} with their
 * recipes, {@code references/GROUP/NNN.png}. A folder that was begun is continued: images with the right recipe stay.
 */
public final class Drawing {
    private final DeepGen deepgen;
    private final SamplingOptions sampling;
    private final Optional<Size> size;

    /**
     * @param sampling of all images; every item adds its own number to the seed
     * @param size of images; empty for the model's own
     */
    public Drawing(DeepGen deepgen, SamplingOptions sampling, Optional<Size> size) {
        this.deepgen = deepgen;
        this.sampling = sampling;
        this.size = size;
    }

    /**
     * Draws what is missing.
     *
     * @param finished told after every image, drawn or kept
     * @return how many images were drawn
     * @throws ConfigException if the folder was begun with other settings
     */
    public int run(Benchmark benchmark, Selection selection, Path folder, Observer observer, Runnable finished) {
        List<Item> items = benchmark.items(selection);
        Manifest manifest = new Manifest(
                benchmark.name(),
                selection,
                settings(),
                items.stream().map(this::entry).toList());
        if (Manifest.existsIn(folder)) {
            manifest.requireContinues(Manifest.read(folder), folder);
        }
        items.stream().map(Item::group).distinct().forEach(group -> {
            create(folder.resolve("pictures").resolve(group));
            create(folder.resolve("references").resolve(group));
        });
        manifest.write(folder);
        int drawn = 0;
        for (Item item : items) {
            drawn += draw(benchmark, item, folder, observer) ? 1 : 0;
            finished.run();
        }
        return drawn;
    }

    private Manifest.Settings settings() {
        Recipe any = deepgen.recipe(GenerateRequest.of("any").withSampling(sampling));
        return new Manifest.Settings(
                any.model(),
                deepgen.fingerprint(),
                deepgen.compute().toString(),
                sampling.steps(),
                any.guidance(),
                sampling.seed(),
                size.map(Size::toString).orElse("default"));
    }

    private Entry entry(Item item) {
        String name = String.format(Locale.ROOT, "%s/%03d.png", item.group(), item.number());
        return new Entry(
                item.group(),
                item.number(),
                item.prompt(),
                sampling.seed() + item.seedOffset(),
                "pictures/" + name,
                item.edits() ? "references/" + name : "");
    }

    private boolean draw(Benchmark benchmark, Item item, Path folder, Observer observer) {
        Entry entry = entry(item);
        Path file = folder.resolve(entry.file());
        SamplingOptions own = sampling.withSeed(entry.seed());
        if (!item.edits()) {
            GenerateRequest request = new GenerateRequest(item.prompt(), "", size, own);
            if (holds(file, deepgen.recipe(request))) {
                return false;
            }
            deepgen.generate(request, 1, observer).getFirst().writePng(file);
            return true;
        }
        Image reference = benchmark.reference(item);
        EditRequest request =
                EditRequest.of(reference, item.prompt()).withSampling(own).withSources(List.of(entry.reference()));
        if (size.isPresent()) {
            request = request.withSize(size.get().width(), size.get().height())
                    .withResize(ResizeRule.SQUARE, size.get().width());
        }
        if (holds(file, deepgen.recipe(request))) {
            return false;
        }
        reference.writePng(folder.resolve(entry.reference()));
        deepgen.edit(request, 1, observer).getFirst().writePng(file);
        return true;
    }

    /** True if the file is the image that this recipe makes; a damaged one is not. */
    private static boolean holds(Path file, Recipe recipe) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            return recipe.text().get(Recipe.KEY).equals(PngText.read(file).get(Recipe.KEY));
        } catch (ImageException e) {
            return false;
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created", e);
        }
    }
}
