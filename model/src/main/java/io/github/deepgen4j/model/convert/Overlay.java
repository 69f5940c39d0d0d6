// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.lora.StoredAdapter;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.StoredTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Several checkpoints seen as one: of each place the tensor of the last source that has it. */
final class Overlay {
    private final List<Source> sources;
    private final Map<Place, Integer> weights = new LinkedHashMap<>();
    private final Map<Place, Integer> adapters = new LinkedHashMap<>();
    private final SortedMap<Integer, Integer> replacedAdapters = new TreeMap<>(); // how many of which source

    Overlay(List<Source> sources) {
        this.sources = List.copyOf(sources);
        for (int number = 0; number < sources.size(); number++) {
            for (Place place : sources.get(number).weights().keySet()) {
                weights.put(place, number);
            }
            for (Place place : sources.get(number).adapters().keySet()) {
                Integer earlier = adapters.put(place, number);
                if (earlier != null) {
                    replacedAdapters.merge(earlier, 1, Integer::sum);
                }
            }
        }
    }

    /** Adapters that are not used, since a later source has another one for the same weight; one line a source. */
    List<String> replacedAdapters() {
        List<String> lines = new ArrayList<>();
        replacedAdapters.forEach((number, count) -> lines.add("left out: " + count + " adapters of "
                + sources.get(number).path() + ", which a later source replaces"));
        return lines;
    }

    /** Places of a component that some source has. */
    List<Place> places(Component component) {
        return weights.keySet().stream()
                .filter(place -> place.component() == component)
                .toList();
    }

    /** The tensor of a place, null if no source has it. */
    StoredTensor weight(Place place) {
        Integer number = weights.get(place);
        return number == null ? null : sources.get(number).weights().get(place);
    }

    /** Adapters by the place of the weight they change. */
    Map<Place, StoredAdapter> adapters() {
        Map<Place, StoredAdapter> result = new LinkedHashMap<>();
        adapters.forEach((place, number) ->
                result.put(place, sources.get(number).adapters().get(place)));
        return result;
    }

    /**
     * The source of each tensor of a component, and, when the last source that has any does not have all, which were
     * taken from an earlier one.
     */
    List<String> origin(Component component) {
        SortedMap<Integer, List<String>> bySource = new TreeMap<>();
        for (Place place : places(component)) {
            bySource.computeIfAbsent(weights.get(place), _ -> new ArrayList<>()).add(place.name());
        }
        List<String> lines = new ArrayList<>();
        bySource.forEach((number, names) -> {
            Path path = sources.get(number).path();
            lines.add(component.folder() + ": " + names.size() + " tensors of " + path);
            if (number < bySource.lastKey()) {
                Path last = sources.get(bySource.lastKey()).path();
                names.forEach(name -> lines.add("not in " + last + ": " + component.folder() + "/" + name));
            }
        });
        return lines;
    }
}
