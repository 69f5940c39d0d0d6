// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.pipeline;

import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.files.ConfigFile;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.model.sampling.GuidanceInterval;
import io.github.deepgen4j.model.sampling.ReferenceReuse;
import io.github.deepgen4j.model.sampling.Shortcuts;
import io.github.deepgen4j.model.sampling.StepReuse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A choice of shortcuts by a word. A model's own settings are in its folder's {@code speed.json}, by the words of
 * this type, for example {@code {"fast": {"guidance_interval": [0, 0.6], "reuse": "0.1", "references_every": 2}}}.
 */
public enum Speed {
    /** Nothing is left out. */
    EXACT(Shortcuts.NONE),
    /** Meant to stay close to the exact images. */
    BALANCED(Shortcuts.NONE.withReuse(new StepReuse.Below(0.06))),
    /** Meant to keep the content, and to change details. */
    FAST(new Shortcuts(new GuidanceInterval(0, 0.6), new StepReuse.Below(0.12)));

    /** The names of all, the exact one first. */
    public static final List<String> WORDS =
            Arrays.stream(values()).map(Speed::word).toList();

    /** The file of a model folder. */
    public static final String FILE = "speed.json";

    private static final String INTERVAL = "guidance_interval";
    private static final String REUSE = "reuse";

    private static final String REFERENCES = "references_every";
    private static final List<String> FIELDS = List.of(INTERVAL, REUSE, REFERENCES);

    private final Shortcuts usual;

    Speed(Shortcuts usual) {
        this.usual = usual;
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The speed of a word, whatever its case.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    public static Speed of(String word) {
        return Arrays.stream(values())
                .filter(speed -> speed.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("expected " + String.join(", ", WORDS) + ", found " + word));
    }

    /**
     * The shortcuts that this means with a model.
     *
     * @param folder of the model
     * @throws ConfigException if its {@code speed.json} is damaged, or has a field that is not known
     */
    public Shortcuts shortcuts(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return usual;
        }
        ConfigFile speeds = ConfigFile.read(file);
        for (String field : speeds.fields()) {
            if (!List.of(BALANCED.word(), FAST.word()).contains(field)) {
                throw speeds.error("field '%s' expected %s or %s".formatted(field, BALANCED.word(), FAST.word()));
            }
        }
        return this == EXACT || !speeds.has(word()) ? usual : read(speeds.section(word()));
    }

    /** Writes the model's own shortcuts of this speed, atomically; those of others stay as they mean now. */
    Path write(Path folder, Shortcuts shortcuts) {
        if (this == EXACT) {
            throw new IllegalArgumentException(
                    "speed expected balanced or fast, found exact, which leaves out nothing");
        }
        JsonNode json = JsonNode.object();
        for (Speed speed : List.of(BALANCED, FAST)) {
            json.put(speed.word(), json(speed == this ? shortcuts : speed.shortcuts(folder)));
        }
        Path file = folder.resolve(FILE);
        AtomicFile.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static JsonNode json(Shortcuts own) {
        JsonNode json = JsonNode.object()
                .put(INTERVAL, List.of(own.guidance().from(), own.guidance().to()))
                .put(REUSE, own.reuse().toString());
        return own.references().equals(ReferenceReuse.NONE)
                ? json
                : json.put(REFERENCES, own.references().every());
    }

    private static Shortcuts read(ConfigFile speed) {
        for (String field : speed.fields()) {
            if (!FIELDS.contains(field)) {
                throw speed.error("field '%s' expected one of %s".formatted(field, String.join(", ", FIELDS)));
            }
        }
        double[] ends = speed.numbers(INTERVAL, 0, 1, 0, 1);
        try {
            if (ends.length != 2) {
                throw new IllegalArgumentException("expected two numbers, found " + ends.length);
            }
            return new Shortcuts(
                    new GuidanceInterval(ends[0], ends[1]),
                    StepReuse.parse(speed.text(REUSE, StepReuse.NONE.toString())),
                    new ReferenceReuse(speed.integer(REFERENCES, 1, StepReuse.MOST, ReferenceReuse.NONE.every())));
        } catch (IllegalArgumentException e) {
            throw speed.error(e.getMessage());
        }
    }
}
