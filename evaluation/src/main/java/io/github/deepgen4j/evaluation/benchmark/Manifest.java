// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The contents of a folder of images and the settings they were drawn with: {@code manifest.json}. */
public record Manifest(
        String benchmark,
        Selection selection,
        Settings settings,
        @JsonAlias("pictures") List<Entry> images) {
    private static final String FILE = "manifest.json";

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Settings that the images were drawn with.
     *
     * @param model what the user called it
     * @param size {@code WxH}, or {@code default}
     */
    public record Settings(
            String model, String fingerprint, String dtype, int steps, double guidance, long seed, String size) {}

    /**
     * One image.
     *
     * @param file relative to the folder
     * @param reference the image to edit, relative to the folder; empty for text to image
     */
    public record Entry(String group, int number, String prompt, long seed, String file, String reference) {}

    public Manifest {
        images = List.copyOf(images);
    }

    static boolean existsIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /** @throws ConfigException if there is none or it is damaged */
    public static Manifest read(Path folder) {
        return read(folder.resolve(FILE), Manifest.class, "deepgen evaluate generate");
    }

    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), JSON.writeValueAsString(this) + "\n");
    }

    /** Reads a JSON file that {@code command} writes. */
    static <T> T read(Path file, Class<T> type, String command) {
        try {
            T read = JSON.readValue(Files.readString(file), type);
            if (read == null) {
                throw new ConfigException(file + ": is damaged: expected a JSON object, found null");
            }
            return read;
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read; expected what \"" + command + "\" writes", e);
        } catch (JacksonException e) {
            throw new ConfigException(file + ": is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws ConfigException if a folder begun with {@code old} cannot be continued with this */
    void requireContinues(Manifest old, Path folder) {
        boolean same = benchmark.equals(old.benchmark)
                && selection.split().equals(old.selection.split())
                && settings.equals(old.settings);
        if (!same) {
            throw new ConfigException(
                    "%s: was begun with %s %s %s, now %s %s %s; continue with the same or name another folder"
                            .formatted(
                                    folder,
                                    old.benchmark,
                                    old.selection.split(),
                                    old.settings,
                                    benchmark,
                                    selection.split(),
                                    settings));
        }
        Set<String> wanted = images.stream().map(Entry::file).collect(Collectors.toSet());
        for (Entry entry : old.images) {
            if (!wanted.contains(entry.file())) {
                throw new ConfigException(folder + ": holds " + entry.file()
                        + ", which is not asked for now; ask for the same groups and as many images or more, or name"
                        + " another folder");
            }
        }
    }
}
