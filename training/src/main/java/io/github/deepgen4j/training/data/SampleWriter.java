// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes samples in the file formats of the reference's data: images as PNG with one annotation file each, of prompts
 * the lists {@code t2i.json} (T2I_SFT) and {@code caption.json}, of edits {@code edit.json}, of all
 * {@code reconstruct.json}, and {@code data.yaml}, a mix to train with.
 */
public final class SampleWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FILES_IN_FOLDER = 1000;
    private static final String BEFORE = "-before.png";

    private final Path folder;
    private final int side;

    /**
     * One sample to be written.
     *
     * @param prompt or instruction
     * @param notes what its annotation says besides the prompt
     * @param reference the image to be edited; empty for text to image
     */
    public record Written(String prompt, Map<String, String> notes, Image target, Optional<Image> reference) {}

    /**
     * @param side of the images in pixels
     * @throws DataException if the folder exists and is not empty
     */
    public SampleWriter(Path folder, int side) {
        this.folder = folder;
        this.side = side;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new DataException(folder + ": expected an empty folder or none, found files in it");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be used", e);
        }
    }

    /**
     * Writes images, then lists: a folder without {@code data.yaml} is not complete.
     *
     * @param samples by number; where each depends on its number alone, a larger set begins with the smaller one
     * @param stop ends the work early, without lists, when true
     * @param progress gets 1 for every sample
     */
    public void write(IntFunction<Written> samples, int count, BooleanSupplier stop, IntConsumer progress) {
        JsonLines t2i = new JsonLines();
        JsonLines captions = new JsonLines();
        JsonLines edits = new JsonLines();
        JsonLines reconstructions = new JsonLines();
        for (int i = 0; i < count; i++) {
            if (stop.getAsBoolean()) {
                return;
            }
            Written sample = samples.apply(i);
            String name = String.format(Locale.ROOT, "%03d/%06d", i / FILES_IN_FOLDER, i);
            write(name, sample);
            if (sample.reference().isPresent()) {
                edits.add(ordered(
                        "input_image",
                        List.of(name + BEFORE),
                        "output_image",
                        name + ".png",
                        "instruction",
                        sample.prompt()));
            } else {
                t2i.add(ordered("type", "T2I_SFT", "txt", sample.prompt(), "image", "", "image_path", name + ".png"));
                captions.add(ordered("image", name + ".png", "annotation", name + ".json"));
            }
            reconstructions.add(ordered("image", name + ".png"));
            progress.accept(1);
        }
        t2i.write(folder.resolve("t2i.json"));
        captions.write(folder.resolve("caption.json"));
        edits.write(folder.resolve("edit.json"));
        reconstructions.write(folder.resolve("reconstruct.json"));
        AtomicFile.write(folder.resolve("data.yaml"), DataConfigFile.write(mix(!t2i.isEmpty(), !edits.isEmpty())));
    }

    private void write(String name, Written sample) {
        Path image = folder.resolve("pictures").resolve(name + ".png");
        Path annotation = folder.resolve("annotations").resolve(name + ".json");
        try {
            Files.createDirectories(image.getParent());
            Files.createDirectories(annotation.getParent());
            // Plain writes: forcing each of many small files to the disk would take most of the time.
            Files.write(image, sample.target().png(Map.of()));
            if (sample.reference().isPresent()) {
                Path before = folder.resolve("pictures").resolve(name + BEFORE);
                Files.write(before, sample.reference().get().png(Map.of()));
            }
            Map<String, Object> notes =
                    ordered(sample.reference().isPresent() ? "instruction" : "caption", sample.prompt());
            notes.putAll(sample.notes());
            Files.writeString(annotation, JSON.writeValueAsString(notes));
        } catch (IOException e) {
            throw new UncheckedIOException(image + ": cannot be written", e);
        }
    }

    /**
     * Keeps the ratio of edits to texts of the reference's second stage, at the size of these images. Where nothing is
     * edited, images that stay as they are take the place of edits.
     */
    private DataConfig mix(boolean prompts, boolean edits) {
        Path images = folder.resolve("pictures");
        SourceConfig changes = edits
                ? new SourceConfig.Edit(folder.resolve("edit.json"), images)
                : new SourceConfig.Reconstruct(folder.resolve("reconstruct.json"), images);
        List<DataConfig.GroupConfig> groups = new ArrayList<>();
        groups.add(new DataConfig.GroupConfig(1, 4, List.of(changes)));
        if (prompts) {
            SourceConfig texts = new SourceConfig.TextToImageSft(folder.resolve("t2i.json"), images);
            groups.add(new DataConfig.GroupConfig(2, 4, List.of(texts)));
        }
        return new DataConfig(
                new ImageProcess(ImageProcess.Mode.FIX_PIXELS, side, 32),
                new ImageChecks(0, 10, false),
                DataConfig.Text.REFERENCE,
                1,
                true,
                DataConfig.Loader.DEFAULT,
                groups);
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** An array with one object a line. */
    private static final class JsonLines {
        private final StringBuilder text = new StringBuilder("[");

        void add(Map<String, Object> object) {
            text.append(text.length() == 1 ? "\n" : ",\n").append(JSON.writeValueAsString(object));
        }

        boolean isEmpty() {
            return text.length() == 1;
        }

        /** Nothing when empty: a list without samples cannot be opened. */
        void write(Path file) {
            if (!isEmpty()) {
                AtomicFile.write(file, text + "\n]\n");
            }
        }
    }
}
