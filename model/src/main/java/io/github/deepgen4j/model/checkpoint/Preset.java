// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.checkpoint;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.files.AtomicFile;
import io.github.deepgen4j.model.files.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dimensions of a model under a name: everything a checkpoint folder holds but the weights. */
public enum Preset {
    /** The released size; its tokenizer is a stand-in that knows single bytes and the special tokens only. */
    DEEPGEN_1_0("deepgen-1.0"),
    /** The embedded model's size. */
    NANO("nano"),
    /** The size of the golden fixtures. */
    TINY("tiny");

    private static final List<String> FILES = List.of(
            "model_index.json",
            "vlm/config.json",
            "connector/config.json",
            "transformer/config.json",
            "vae/config.json",
            "scheduler/scheduler_config.json",
            "tokenizer/tokenizer.json",
            "tokenizer/tokenizer_config.json");

    private final String label;

    Preset(String label) {
        this.label = label;
    }

    /**
     * The preset of a name.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    public static Preset named(String name) {
        return Stream.of(values())
                .filter(preset -> preset.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected "
                        + Stream.of(values()).map(p -> p.label).collect(Collectors.joining(", ")) + ", found " + name));
    }

    /** Writes the configuration files, the tokenizer and the scheduler into a folder. */
    public void writeTo(Path folder) {
        for (String file : FILES) {
            try (InputStream stream = Preset.class.getResourceAsStream("preset/" + label + "/" + file)) {
                if (stream == null) {
                    throw new IllegalStateException("preset " + label + " lacks " + file);
                }
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                AtomicFile.write(target, stream.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(folder + ": cannot be written", e);
            }
        }
    }

    /** The dimensions alone. */
    public ModelConfig config() {
        try {
            Path folder = Files.createTempDirectory("deepgen-preset");
            try {
                writeTo(folder);
                return ModelConfig.read(folder);
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder cannot be written to", e);
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
