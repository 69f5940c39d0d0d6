// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Artifact;
import io.github.deepgen4j.evaluation.benchmark.Benchmark;
import io.github.deepgen4j.evaluation.benchmark.Item;
import io.github.deepgen4j.evaluation.benchmark.Options;
import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.PngText;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws the items of a benchmark into a folder in its official layout, item by item: the samples of one item share the
 * reading of its prompt. A folder that was begun is continued; what is there is known from its log, without opening
 * pictures.
 */
public final class Generation {
    private final DeepGen deepgen;
    private final SamplingOptions base;
    private final Protocol protocol;

    /**
     * @param base what the protocol leaves open, such as how latents of edited images are drawn
     * @param protocol of all pictures
     */
    public Generation(DeepGen deepgen, SamplingOptions base, Protocol protocol) {
        this.deepgen = deepgen;
        this.protocol = protocol;
        SamplingOptions sampling =
                protocol.steps().isPresent() ? base.withSteps(protocol.steps().getAsInt()) : base;
        this.base = protocol.guidance().isPresent()
                ? sampling.withGuidance(protocol.guidance().getAsDouble())
                : sampling;
    }

    /**
     * Draws what is missing.
     *
     * @param items all of the run, whatever the shard
     * @param finished told after every sample, drawn or kept
     * @return how many samples were drawn
     * @throws ConfigException if the folder was begun with other settings or for another benchmark
     */
    public <I extends Item, V> int run(
            Benchmark<I, V> benchmark,
            List<I> items,
            Options options,
            RunFolder folder,
            Shard shard,
            Observer observer,
            Runnable finished) {
        Manifest manifest = new Manifest(
                benchmark.info(), options.language(), options.selection(), settings(), entries(benchmark, items));
        folder.manifest().ifPresent(old -> manifest.requireContinues(old, folder.results()));
        create(folder.images());
        manifest.write(folder.manifestFile());
        var log = new DrawnLog(folder.results(), shard);
        int drawn = 0;
        for (I item : shard.of(items)) {
            drawn += new OneItem(benchmark.plan(item, protocol), benchmark.artifacts(item), folder, log)
                    .draw(observer, finished);
        }
        return drawn;
    }

    /** Asks the model first if it can draw by the protocol: a manifest that says otherwise would bind the folder. */
    private Manifest.Settings settings() {
        GenerateRequest usual = new GenerateRequest("any", "", protocol.size(), base);
        deepgen.plan(usual);
        Recipe any = deepgen.recipe(usual);
        return new Manifest.Settings(
                any.model(),
                deepgen.fingerprint(),
                deepgen.arithmetic(),
                protocol.samples(),
                any.steps(),
                any.guidance(),
                protocol.seed(),
                protocol.size().map(Size::toString).orElse("default"),
                protocol.negative().orElse("default"),
                protocol.resize().word(),
                base.shortcuts().isExact()
                        ? Manifest.Settings.EXACT
                        : base.shortcuts().toString());
    }

    private <I extends Item, V> List<Manifest.Entry> entries(Benchmark<I, V> benchmark, List<I> items) {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (I item : items) {
            Map<Integer, String> files = files(benchmark.artifacts(item));
            for (SampleRequest request : benchmark.plan(item, protocol)) {
                entries.add(new Manifest.Entry(
                        item.id(),
                        item.group(),
                        request.sample(),
                        request.prompt(),
                        request.seed(),
                        files.getOrDefault(request.sample(), ""),
                        request.source().map(picture -> picture.name()).orElse("")));
            }
        }
        return entries;
    }

    private static Map<Integer, String> files(List<Artifact> artifacts) {
        Map<Integer, String> files = new HashMap<>();
        for (Artifact artifact : artifacts) {
            switch (artifact) {
                case Artifact.Single single -> files.put(single.sample(), single.file());
                case Artifact.Grid grid -> grid.samples().forEach(sample -> files.put(sample, grid.file()));
                case Artifact.Side _ -> {}
            }
        }
        return files;
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created", e);
        }
    }

    /** The drawing of one item. */
    private final class OneItem {
        private final Map<Integer, SampleRequest> requests = new TreeMap<>();
        private final List<Artifact> artifacts;
        private final RunFolder folder;
        private final DrawnLog log;
        private final SampleDrawing drawing = new SampleDrawing(deepgen, base, protocol);

        private OneItem(List<SampleRequest> plan, List<Artifact> artifacts, RunFolder folder, DrawnLog log) {
            plan.forEach(request -> requests.put(request.sample(), request));
            this.artifacts = artifacts;
            this.folder = folder;
            this.log = log;
        }

        private int draw(Observer observer, Runnable finished) {
            Map<Integer, Artifact.Single> singles = new TreeMap<>();
            int drawn = 0;
            for (Artifact artifact : artifacts) {
                switch (artifact) {
                    case Artifact.Side side -> write(side);
                    case Artifact.Grid grid -> drawn += grid(grid, observer, finished);
                    case Artifact.Single single -> {
                        if (holds(single)) {
                            finished.run();
                        } else {
                            singles.put(single.sample(), single);
                        }
                    }
                }
            }
            drawing.draw(singles.keySet().stream().map(requests::get).toList(), observer, (sample, image) -> {
                store(singles.get(sample).file(), image.png());
                finished.run();
            });
            return drawn + singles.size();
        }

        private void write(Artifact.Side side) {
            Path path = path(side.file());
            if (!Files.exists(path)) {
                create(path.getParent());
                AtomicFile.write(path, side.content().get());
            }
        }

        private int grid(Artifact.Grid grid, Observer observer, Runnable finished) {
            if (log.holds(grid.file(), path(grid.file()))) {
                grid.samples().forEach(_ -> finished.run());
                return 0;
            }
            Map<Integer, Image> images = new HashMap<>();
            drawing.draw(grid.samples().stream().map(requests::get).toList(), observer, (sample, image) -> {
                images.put(sample, image.image());
                finished.run();
            });
            Image joined = grid.join(grid.samples().stream().map(images::get).toList());
            store(grid.file(), joined.png(Map.of()));
            return grid.samples().size();
        }

        /** Known from the log, or else, when a process was killed between picture and log, from its recipe. */
        private boolean holds(Artifact.Single single) {
            Path path = path(single.file());
            if (log.holds(single.file(), path)) {
                return true;
            }
            if (!Files.exists(path)) {
                return false;
            }
            try {
                Recipe recipe = drawing.recipe(requests.get(single.sample()));
                boolean same =
                        recipe.text().get(Recipe.KEY).equals(PngText.read(path).get(Recipe.KEY));
                if (same) {
                    log.add(single.file(), Files.readAllBytes(path));
                }
                return same;
            } catch (ImageException | IOException e) {
                return false; // damaged
            }
        }

        private void store(String file, byte[] png) {
            Path path = path(file);
            create(path.getParent());
            AtomicFile.write(path, png);
            log.add(file, png);
        }

        /** @throws IllegalArgumentException for a name that leads out of the run */
        private Path path(String file) {
            Path path = folder.images().resolve(file).normalize();
            if (!path.startsWith(folder.results().normalize())) {
                throw new IllegalArgumentException(file + ": expected a file inside the folder of the run");
            }
            return path;
        }
    }

    /** Takes an image as soon as it is finished. */
    interface Finished {
        void take(int sample, Generated image);
    }
}
