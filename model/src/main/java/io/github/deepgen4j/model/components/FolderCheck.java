// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.files.ConfigException;
import io.github.deepgen4j.model.lora.AdapterFile;
import io.github.deepgen4j.model.lora.Lora;
import io.github.deepgen4j.model.lora.LoraFolder;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.ComponentFiles;
import io.github.deepgen4j.model.weights.Fingerprint;
import io.github.deepgen4j.model.weights.ReleasedFolder;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The weight files of a model folder compared with what its networks ask for, before anything is loaded; what is learnt
 * on the way: fingerprints, the types of the files, and the adapters in {@code lora/}, which the caller closes.
 */
final class FolderCheck {
    private final Map<Component, Map<String, DType>> types = new EnumMap<>(Component.class);
    private final Map<Component, String> fingerprints = new EnumMap<>(Component.class);
    private final Fingerprint sum = new Fingerprint();
    private final List<String> differences = new ArrayList<>();
    private final String fingerprint;
    private Lora lora = Lora.NONE;

    /**
     * @param matrices as of {@link AdapterFile#requireFit}
     * @throws WeightException listing every difference, of all components at once
     */
    FolderCheck(
            Path folder, Map<Component, ComponentWeights> components, Map<Component, Map<String, long[]>> matrices) {
        components.forEach((component, weights) -> {
            if (weights.holding() == Holding.MAPPED || weights.stored()) {
                check(component, weights);
            }
        });
        Path adapters = folder.resolve(ReleasedFolder.LORA);
        if (!Collections.disjoint(components.keySet(), LoraTargets.COMPONENTS) && LoraFolder.exists(adapters)) {
            readAdapters(adapters, matrices);
        }
        if (!differences.isEmpty()) {
            lora.close();
            throw WeightException.of(folder + " does not hold the model that its configuration describes", differences);
        }
        this.fingerprint = sum.text();
    }

    private void check(Component component, ComponentWeights weights) {
        try (ComponentFiles files = weights.open()) {
            differences.addAll(weights.differences(files));
            if (weights.holding() != Holding.MAPPED) {
                refuseInt8(component, files);
            }
            sum.add(files);
            Fingerprint own = new Fingerprint();
            own.add(files);
            fingerprints.put(component, own.text());
            Map<String, DType> stored = new HashMap<>();
            files.tensors()
                    .forEach((name, tensor) ->
                            stored.put(name, tensor.entry().spec().type()));
            types.put(component, stored);
        } catch (WeightException e) {
            differences.add(e.getMessage());
        }
    }

    /** Rounded weights have no gradient, and adapters beside them would learn to mend the rounding. */
    private void refuseInt8(Component component, ComponentFiles files) {
        List<String> names =
                files.tensors().keySet().stream().filter(files::isInt8).toList();
        if (!names.isEmpty()) {
            differences.add(
                    "%s: %s%s is int8, which draws but does not train; convert the model: model convert --dtype bf16"
                            .formatted(
                                    component,
                                    names.getFirst(),
                                    names.size() == 1 ? "" : " and " + (names.size() - 1) + " more"));
        }
    }

    private void readAdapters(Path adapters, Map<Component, Map<String, long[]>> matrices) {
        try (AdapterFile file = AdapterFile.open(adapters, OptionalDouble.empty())) {
            lora = LoraFolder.read(adapters, matrices);
            file.files().forEach(sum::add);
        } catch (WeightException | ConfigException e) {
            differences.add("lora/: " + e.getMessage());
        }
    }

    /** Tells the weights of the folder, adapters included, from others. */
    String fingerprint() {
        return fingerprint;
    }

    /** Tells the weights of one component from others; null if it has none. */
    String fingerprint(Component component) {
        return fingerprints.get(component);
    }

    /** Types of the tensors in the files of a component. */
    Map<String, DType> types(Component component) {
        return types.get(component);
    }

    /** The adapters in {@code lora/}, {@link Lora#NONE} without. */
    Lora lora() {
        return lora;
    }
}
