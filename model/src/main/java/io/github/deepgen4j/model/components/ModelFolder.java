// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.text.Vocabulary;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.ReleasedFolder;
import io.github.deepgen4j.model.weights.SafetensorsWriter;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Writes networks as a folder in the released layout, which every command opens. Components that are not trainable keep
 * their weight files as they are: the same bytes, without a copy where the file system can link. A vocabulary is not
 * written: it would be that of the model that training began from.
 */
public final class ModelFolder {
    private ModelFolder() {}

    /**
     * Writes all components, the adapters into {@code lora/} beside them.
     *
     * @param values take the place of the parameters of the same full names (an average); may be empty
     * @param type storage type of what is trainable
     */
    public static void write(Networks networks, Path target, Map<String, Tensor> values, DType type) {
        for (Component component : Component.values()) {
            if (!link(networks, component, target)) {
                write(
                        networks,
                        component,
                        target,
                        (name, own) -> values.getOrDefault(component.folder() + "." + name, own)
                                .detach()
                                .to(type));
            }
        }
        if (!networks.lora().tensors().isEmpty()) {
            LoraFolder.write(target.resolve(ReleasedFolder.LORA), networks.lora(), values, type);
        }
        copyTexts(networks, target);
    }

    /** Writes all components with the adapters merged into their weights, which any program can open. */
    public static void writeMerged(Networks networks, Path target, DType type) {
        Set<Component> adapted = networks.lora().components();
        for (Component component : Component.values()) {
            if (adapted.contains(component)) {
                write(
                        networks,
                        component,
                        target,
                        (name, own) -> networks.lora()
                                .merged(new Place(component, name), own, type)
                                .detach()
                                .to(type));
            } else if (!link(networks, component, target)) {
                write(networks, component, target, (_, own) -> own.detach().to(type));
            }
        }
        copyTexts(networks, target);
    }

    private static void copyTexts(Networks networks, Path target) {
        // What a model was trained on, it knows: the list of what it began from would call that unknown.
        ReleasedFolder.copyAllButWeights(networks.folder(), target, Vocabulary.FILE);
        if (networks.unchangedFiles(Component.VLM).isEmpty()) {
            OutputHead.tie(target);
        }
    }

    private static boolean link(Networks networks, Component component, Path target) {
        List<Path> files = networks.unchangedFiles(component);
        Path folder = target.resolve(component.folder());
        try {
            for (Path file : files) {
                Files.createDirectories(folder);
                Path copy = folder.resolve(file.getFileName().toString());
                try {
                    Files.createLink(copy, file.toRealPath());
                } catch (IOException | UnsupportedOperationException e) { // another disk
                    Files.copy(file, copy);
                }
            }
            return !files.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written (" + e + ")", e);
        }
    }

    private static void write(
            Networks networks, Component component, Path target, BiFunction<String, Tensor, Tensor> stored) {
        Path file = target.resolve(component.folder()).resolve(component.weightsFile());
        try (var _ = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            networks.tensors(component).forEach((name, own) -> tensors.put(name, stored.apply(name, own)));
            Files.createDirectories(file.getParent());
            SafetensorsWriter.write(file, tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written (" + e + ")", e);
        }
    }
}
