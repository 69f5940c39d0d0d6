// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.BenchmarkInfo;
import io.github.deepgen4j.evaluation.benchmark.Selection;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.image.Size;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of a run and the settings they are drawn with: {@code manifest.json}.
 *
 * @param format of this file
 * @param version of the benchmark
 */
public record Manifest(
        int format,
        String benchmark,
        String version,
        String language,
        Selection selection,
        Settings settings,
        List<Entry> images) {
    private static final int FORMAT = 3;
    private static final int BEFORE_SHORTCUTS = 2;
    private static final String COMMAND = "deepgen evaluate generate";

    /**
     * Settings that the images are drawn with.
     *
     * @param model what the user called it
     * @param samples of each item
     * @param size {@code WxH}, or {@code default} for the model's own
     * @param negative the negative prompt, or {@code default} for the model's own
     * @param resize how images to edit are brought to the size
     * @param shortcuts what was left out of the computing, {@code none} for nothing
     */
    public record Settings(
            String model,
            String fingerprint,
            String dtype,
            int samples,
            int steps,
            double guidance,
            long seed,
            String size,
            String negative,
            String resize,
            String shortcuts) {
        static final String EXACT = "none";

        /** The size of one sample; empty where it is the model's own. */
        Optional<Size> tile() {
            return size.equals("default") ? Optional.empty() : Optional.of(Size.parse(size));
        }
    }

    /**
     * One sample.
     *
     * @param item its id
     * @param file relative to the folder of pictures
     * @param source the name of the image to edit; empty for text to image
     */
    public record Entry(String item, String group, int sample, String prompt, long seed, String file, String source) {}

    public Manifest {
        images = List.copyOf(images);
    }

    Manifest(BenchmarkInfo info, String language, Selection selection, Settings settings, List<Entry> images) {
        this(FORMAT, info.name(), info.version(), language, selection, settings, images);
    }

    /** @throws ConfigException if it is damaged, or of a format that this version does not know */
    static Manifest read(Path file) {
        String text = RunFile.text(file, COMMAND);
        JsonNode tree = RunFile.of(text, JsonNode.class, file);
        if (!tree.has("format")) {
            return RunFile.of(text, FirstManifest.class, file).now();
        }
        if (tree.get("format").asInt(0) == BEFORE_SHORTCUTS && tree.get("settings") instanceof ObjectNode settings) {
            settings.put("shortcuts", Settings.EXACT);
            return RunFile.of(((ObjectNode) tree).put("format", FORMAT).toString(), Manifest.class, file);
        }
        if (tree.get("format").asInt(0) != FORMAT) {
            throw new ConfigException("%s: expected format %d, found %s; use the version of deepgen that drew it"
                    .formatted(file, FORMAT, tree.get("format")));
        }
        return RunFile.of(text, Manifest.class, file);
    }

    void write(Path file) {
        RunFile.write(file, this);
    }

    /**
     * Versions of a benchmark are rules for the same images, or ask for others, which their prompts show.
     *
     * @throws ConfigException unless it is of this benchmark, in whatever version
     */
    public void requireOf(BenchmarkInfo info, Path folder) {
        if (!benchmark.equals(info.name())) {
            throw new ConfigException("%s: expected images of %s, found of %s; name its folder or that benchmark"
                    .formatted(folder, info.name(), benchmark));
        }
    }

    /** @throws ConfigException if a folder begun with {@code old} cannot be continued with this */
    void requireContinues(Manifest old, Path folder) {
        boolean same = benchmark.equals(old.benchmark)
                && version.equals(old.version)
                && language.equals(old.language)
                && settings.equals(old.settings);
        if (!same) {
            throw new ConfigException(
                    "%s: was begun with %s %s %s %s, now %s %s %s %s; continue with the same or name another folder"
                            .formatted(
                                    folder,
                                    old.benchmark,
                                    old.version,
                                    old.language,
                                    old.settings,
                                    benchmark,
                                    version,
                                    language,
                                    settings));
        }
        Map<String, Entry> wanted = new HashMap<>();
        images.forEach(entry -> wanted.put(entry.item() + "\0" + entry.sample(), entry));
        for (Entry entry : old.images) {
            Entry now = wanted.get(entry.item() + "\0" + entry.sample());
            if (now == null) {
                throw new ConfigException(folder + ": holds " + entry.file()
                        + ", which is not asked for now; ask for the same groups and as many images or more, or name"
                        + " another folder");
            }
            if (!now.equals(entry)) {
                throw new ConfigException("%s: %s was drawn for %s, now %s is asked for; name another folder"
                        .formatted(folder, entry.file(), entry, now));
            }
        }
    }
}
