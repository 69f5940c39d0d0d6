// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.components.CancelledException;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Generated;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The prompts of a file, drawn one after another by one model. An image that is there and has the recipe that it would
 * get is left as it is, so that a batch can be resumed; an entry that fails does not end the others.
 */
final class PromptBatch {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 4; // always the same, so that a longer file keeps the names
    private static final String OUT = "--out";

    private final Path source;
    private final OutputMixin output;
    private final SamplingMixin sampling;
    private final ConditionMixin condition;
    private final SpeedMixin speed;
    private final SamplingOptions options;
    private final List<Item> items = new ArrayList<>();
    private int failures;

    /** One image to be. */
    private record Item(PromptEntry entry, SeedConverter.Choice seed, Path file, boolean named) {}

    /** @throws IllegalArgumentException if the file cannot be used at all */
    PromptBatch(Path source, OutputMixin output, SamplingMixin sampling, ConditionMixin condition, SpeedMixin speed) {
        this.source = source;
        this.output = output;
        this.sampling = sampling;
        this.condition = condition;
        this.speed = speed;
        this.options = condition.options(sampling.options());
        int index = 0;
        for (PromptEntry entry : PromptsFile.read(source)) {
            items.addAll(items(entry, index));
            index += output.count();
        }
    }

    private List<Item> items(PromptEntry entry, int index) {
        SeedConverter.Choice seed = entry.seed().orElseGet(sampling.seed()::next);
        List<Item> images = new ArrayList<>();
        try {
            OutputName name = name(entry);
            for (int i = 0; i < output.count(); i++) {
                var own = new SeedConverter.Choice(seed.value() + i, seed.random());
                int number = entry.out().isPresent() ? i : index + i;
                boolean named = entry.out().isPresent() || output.out().isPresent() || output.force();
                images.add(new Item(entry, own, name.file(number, own.value(), entry.prompt()), named));
            }
            return images;
        } catch (ParameterException e) {
            return List.of(new Item(PromptEntry.broken(entry.line(), e.getMessage()), seed, Path.of(""), false));
        }
    }

    private OutputName name(PromptEntry entry) {
        if (entry.out().isPresent()) {
            return output.name(entry.out().get(), output.apart(), OutputName.digits(output.count()));
        }
        String typed = output.out().orElse("out.png");
        boolean each = output.count() == 1 || typed.contains(OutputName.SEED); // tells the images of a prompt apart
        return output.name(
                Files.isDirectory(Path.of(typed))
                        ? Path.of(typed, "{index}.png").toString()
                        : typed,
                each ? List.of(OutputName.INDEX, OutputName.PROMPT) : List.of(OutputName.INDEX),
                DIGITS);
    }

    /** Refuses names that could not be written. */
    void check(CommandFiles files) {
        items.stream().filter(item -> item.entry().problem().isEmpty()).forEach(item -> files.writes(OUT, item.file()));
    }

    Stream<String> prompts() {
        return items.stream().map(item -> item.entry().prompt()).filter(text -> !text.isEmpty());
    }

    /** Draws all; returns the exit code: failure if one failed. */
    int run(DeepGen deepgen, Interruption interruption, PrintWriter err) {
        Observer observer = new Observer() {
            @Override
            public boolean cancelled() {
                return interruption.requested();
            }
        };
        try (Bar bar = Bar.open("drawing", items.size(), "images")) {
            for (Item item : items) {
                observer.check();
                try {
                    draw(item, deepgen, observer);
                } catch (CancelledException e) {
                    throw e;
                } catch (RuntimeException e) {
                    fail(item, Failure.message(e), err);
                }
                bar.step(1);
            }
        }
        if (failures > 0) {
            err.println("deepgen: %d of %d images failed".formatted(failures, items.size()));
        }
        return failures == 0 ? 0 : 1;
    }

    private void draw(Item item, DeepGen deepgen, Observer observer) {
        item.entry().problem().ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        Optional<String> negative = item.entry().negative().or(condition::negative);
        GenerateRequest request = new GenerateRequest(
                item.entry().prompt(),
                negative.orElse(""),
                item.entry().size().or(sampling::size),
                speed.options(options.withSeed(item.seed().value()), deepgen));
        ConditionMixin.checkNegative(negative, options, deepgen);
        if (isThere(item, request, deepgen)) {
            print(item, Map.of("file", item.file().toString(), "skipped", true), item.file() + " (is there)");
            return;
        }
        if (!item.named() && Files.exists(item.file())) {
            throw new IllegalArgumentException(item.file() + " is there and is another image; --force writes over it");
        }
        Generated image = deepgen.generate(request, 1, observer).getFirst();
        ImageSink.write(image, item.file());
        print(
                item,
                ResultLine.object(item.file().toString(), image),
                item.file().toString());
    }

    private static boolean isThere(Item item, GenerateRequest request, DeepGen deepgen) {
        if (!Files.isRegularFile(item.file())) {
            return false;
        }
        try {
            Recipe found = Recipe.of(ImageText.read(item.file()), item.file().toString());
            GenerateRequest same = item.seed().random() ? request.withSeed(found.seed()) : request;
            return found.equals(deepgen.recipe(same));
        } catch (ConfigException | ImageException e) {
            return false; // no image of ours
        }
    }

    private void fail(Item item, String why, PrintWriter err) {
        failures++;
        err.println("deepgen: %s line %d: %s".formatted(source, item.entry().line(), why));
        if (output.json()) {
            print(item, Map.of("error", why), "");
        }
    }

    private void print(Item item, Map<String, Object> facts, String plain) {
        if (!output.json()) {
            System.out.println(plain);
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("line", item.entry().line());
        line.putAll(facts);
        System.out.println(JSON.writeValueAsString(line));
    }
}
