// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.ImageException;
import io.github.deepgen4j.model.image.ImageText;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deepgen reproduce IMAGE}: makes an image again from the recipe in its file. */
@Command(
        name = "reproduce",
        description = "Regenerates an image from its recipe and compares the bytes.",
        footer = {"", "Exit code 0 if the images are identical, 1 if they differ."})
final class ReproduceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "IMAGE", description = "A PNG, JPEG or WebP written by deepgen generate or edit.")
    private Path png;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR|nano",
            description = "Location of the model; default: as in the recipe.")
    private Optional<String> model;

    @Option(
            names = "--reference",
            paramLabel = "IMAGE",
            arity = "1..*",
            description = "Locations of the reference images; default: as in the recipe.")
    private List<Path> references;

    @Option(
            names = "--lora",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Locations of the LoRA, in the recipe's order; default: as in the recipe.")
    private List<Path> adapters;

    @Option(names = "--mask", paramLabel = "IMAGE", description = "Location of the mask; default: as in the recipe.")
    private Optional<Path> mask;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Also write the new image to this file.")
    private Optional<Path> out;

    @Override
    public Integer call() {
        out.ifPresent(file -> Usage.checked(spec, () -> OutputFormat.of(file)));
        byte[] before = read();
        Map<String, String> text = ImageText.read(before, png.toString());
        Recipe recipe = Recipe.of(text, png.toString());
        if (!recipe.fromSeed()) {
            throw new IllegalArgumentException(png + ": was drawn from noise of a file (" + recipe.noise()
                    + "); run its command again with --noise");
        }
        checkOutput(recipe);
        try (var interruption = new Interruption();
                DeepGen deepgen = DeepGen.open(model.orElse(recipe.model()), recipe.modelOptions(adapters(recipe)))) {
            if (!deepgen.fingerprint().equals(recipe.fingerprint())) {
                throw new IllegalArgumentException(
                        "%s: made by weights with fingerprint %s, the model %s has %s; name the right one with --model"
                                .formatted(
                                        png,
                                        recipe.fingerprint(),
                                        model.orElse(recipe.model()),
                                        deepgen.fingerprint()));
            }
            Observer observer = new Observer() {
                @Override
                public boolean cancelled() {
                    return interruption.requested();
                }
            };
            Image made = recipe.edits() ? edit(deepgen, recipe, observer) : generate(deepgen, recipe, observer);
            out.ifPresent(file -> AtomicFile.write(file, OutputFormat.of(file).encode(made, recipe.text())));
            Map<String, String> ours = new LinkedHashMap<>(text); // older versions wrote fewer texts
            recipe.text().forEach(ours::replace);
            return compare(before, OutputFormat.of(before, png.toString()).encode(made, ours));
        }
    }

    private void checkOutput(Recipe recipe) {
        CommandFiles files = new CommandFiles(spec).reads("the image", png);
        ModelMixin.readBy(files, model.orElse(recipe.model()));
        references(recipe).forEach(file -> files.reads("--reference", file));
        adapters(recipe).forEach(file -> files.reads("--lora", file));
        mask(recipe).ifPresent(file -> files.reads("--mask", file));
        out.ifPresent(file -> files.writes("--out", file));
    }

    private List<Path> references(Recipe recipe) {
        return references != null
                ? references
                : recipe.references().stream().map(r -> Path.of(r.file())).toList();
    }

    private List<Path> adapters(Recipe recipe) {
        return adapters != null
                ? adapters
                : recipe.lora().stream().map(each -> Path.of(each.file())).toList();
    }

    private Optional<Path> mask(Recipe recipe) {
        return mask.or(() -> recipe.mask().stream().findFirst().map(each -> Path.of(each.file())));
    }

    private static Image generate(DeepGen deepgen, Recipe recipe, Observer observer) {
        GenerateRequest request = recipe.generateRequest();
        return deepgen.generate(request, 1, observer).getFirst().image();
    }

    private Image edit(DeepGen deepgen, Recipe recipe, Observer observer) {
        EditRequest request = recipe.editRequest(
                references(recipe).stream().map(Image::read).toList(),
                mask(recipe).map(Image::read));
        return deepgen.edit(request, 1, observer).getFirst().image();
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(png);
        } catch (IOException e) {
            throw new ImageException(png + ": cannot be read (" + e + ")", e);
        }
    }

    private int compare(byte[] file, byte[] again) {
        if (Arrays.equals(again, file)) {
            System.out.println("identical: all " + again.length + " bytes of " + png);
            return 0;
        }
        byte[] before = Image.read(file, png.toString()).rgb();
        byte[] after = Image.read(again, "the image made again").rgb();
        int different = 0;
        int furthest = 0;
        for (int i = 0; i < after.length; i++) {
            int distance = i < before.length ? Math.abs((before[i] & 255) - (after[i] & 255)) : 255;
            different += distance > 0 ? 1 : 0;
            furthest = Math.max(furthest, distance);
        }
        if (different == 0 && before.length == after.length) {
            System.out.println("same pixels, other bytes in the file: " + png);
            return 0;
        }
        System.out.printf("different: %d of %d values, by at most %d%n", different, after.length, furthest);
        return 1;
    }
}
