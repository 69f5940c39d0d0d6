// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.lora.ChosenAdapter;
import io.github.deepgen4j.model.lora.LoadedAdapter;
import io.github.deepgen4j.model.lora.NamedAdapter;
import io.github.deepgen4j.model.lora.OfferedAdapter;
import io.github.deepgen4j.model.weights.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The adapters of a model that requests choose by name. In memory are those of the last choice alone, which belong to
 * this object until the next one or until it is closed. One thread takes and closes; any may ask the rest.
 */
final class AdapterShelf implements AutoCloseable {
    private final Map<Component, Map<String, long[]>> matrices;
    private final Map<String, OfferedAdapter> offered = new LinkedHashMap<>();
    private final List<LoadedAdapter> taken = new ArrayList<>();
    private List<ChosenAdapter> chosen = List.of();

    /** @param matrices by component shapes (out, in) of the weights that adapters may stand beside */
    AdapterShelf(List<NamedAdapter> named, Map<Component, Map<String, long[]>> matrices) {
        this.matrices = matrices;
        named.forEach(each -> {
            if (offered.put(each.name(), OfferedAdapter.of(each, matrices)) != null) {
                throw new IllegalArgumentException("adapters expected names of their own, found two " + each.name());
            }
        });
    }

    List<OfferedAdapter> offered() {
        return List.copyOf(offered.values());
    }

    private OfferedAdapter find(ChosenAdapter choice) {
        OfferedAdapter found = offered.get(choice.name());
        if (found == null) {
            throw new IllegalArgumentException("lora expected %s, found %s"
                    .formatted(
                            offered.isEmpty()
                                    ? "none: the model was opened without adapters to choose"
                                    : "one of " + String.join(", ", offered.keySet()),
                            choice.name()));
        }
        return found;
    }

    /** A choice with its strengths. */
    List<ChosenAdapter> settled(List<ChosenAdapter> choice) {
        return choice.stream()
                .map(each -> new ChosenAdapter(
                        each.name(),
                        OptionalDouble.of(each.strength().orElse(find(each).strength()))))
                .toList();
    }

    /** The adapters of a settled choice, in its order. */
    List<OfferedAdapter> of(List<ChosenAdapter> settled) {
        return settled.stream().map(this::find).toList();
    }

    boolean has(List<ChosenAdapter> settled) {
        return chosen.equals(settled);
    }

    /** Reads what is chosen, in the place of what was before. */
    void take(List<ChosenAdapter> settled) {
        close();
        try {
            for (ChosenAdapter each : settled) {
                taken.add(find(each).load(each.strength().orElseThrow(), matrices));
            }
            chosen = settled;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The adapters in memory, in the order of the choice. */
    List<LoadedAdapter> taken() {
        return taken;
    }

    /** Gives back the memory of the choice. */
    @Override
    public void close() {
        taken.forEach(LoadedAdapter::close);
        taken.clear();
        chosen = List.of();
    }
}
