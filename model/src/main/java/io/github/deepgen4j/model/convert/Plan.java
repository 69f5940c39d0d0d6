// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.convert;

import io.github.deepgen4j.model.components.ModelConfig;
import io.github.deepgen4j.model.lora.AdapterName;
import io.github.deepgen4j.model.lora.StoredAdapter;
import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Int8Rules;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.StoredTensor;
import io.github.deepgen4j.model.weights.TensorNames;
import io.github.deepgen4j.model.weights.TensorSpec;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The target and type of each tensor, worked out and checked before anything is written. */
final class Plan {
    private static final List<DType> STORABLE = List.of(DType.BF16, DType.F16, DType.F32);

    /**
     * A tensor to write.
     *
     * @param outputName its name in the file it goes to
     */
    record Item(Place place, String outputName, StoredTensor source, DType type) {
        TensorSpec spec() {
            return new TensorSpec(outputName, type, source.spec().shape());
        }
    }

    private final Overlay overlay;
    private final ConversionOptions options;
    private final Optional<ModelConfig> config;
    private final Map<Component, Map<String, long[]>> matrices = new EnumMap<>(Component.class);
    private final List<Item> items = new ArrayList<>();
    private final List<String> report = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Plan(Overlay overlay, ConversionOptions options, Optional<ModelConfig> config) {
        this.overlay = overlay;
        this.options = options;
        this.config = config;
        report.addAll(overlay.replacedAdapters());
    }

    /** A folder in the released layout: all components complete. */
    static Plan released(Overlay overlay, ConversionOptions options, ModelConfig config) {
        Plan plan = new Plan(overlay, options, Optional.of(config));
        Map<Place, StoredAdapter> adapters = plan.adaptersToMerge();
        for (Component component : Component.values()) {
            plan.add(component, adapters, false);
        }
        plan.requireNoProblem();
        return plan;
    }

    /**
     * A native file: what the published code saves, connector, transformer and adapters. Without a configuration
     * nothing says what should be there, so whatever the sources have is taken.
     */
    static Plan nativeFile(Overlay overlay, ConversionOptions options, Optional<ModelConfig> config) {
        Plan plan = new Plan(overlay, options, config);
        if (config.isEmpty()) {
            plan.report.add("not checked for completeness: no source has a model's configuration");
        }
        plan.add(Component.CONNECTOR, Map.of(), true);
        plan.add(Component.TRANSFORMER, Map.of(), true);
        if (options.wholeModel()) {
            plan.add(Component.VLM, plan.adaptersToMerge(), true);
            plan.add(Component.VAE, Map.of(), true);
        } else {
            plan.addAdapters();
            plan.reportLeftOut(Component.VLM);
            plan.reportLeftOut(Component.VAE);
        }
        plan.requireNoProblem();
        return plan;
    }

    List<Item> items() {
        return items;
    }

    /** The sources of everything, merges, and what is left out. */
    List<String> report() {
        return report;
    }

    private void requireNoProblem() {
        if (items.isEmpty()) {
            problems.add("no source has a tensor of the connector or the transformer");
        }
        if (!problems.isEmpty()) {
            throw WeightException.of("the sources do not make a model", problems);
        }
    }

    private void add(Component component, Map<Place, StoredAdapter> adapters, boolean nativeNames) {
        Set<Place> places = new LinkedHashSet<>();
        config.ifPresent(known -> known.manifests().get(component).shapes().forEach((name, shape) -> {
            Place place = new Place(component, name);
            places.add(place);
            check(place, shape);
        }));
        for (Place place : overlay.places(component)) {
            if (places.add(place) && config.isPresent()) {
                problems.add(
                        "unexpected " + place + ": " + overlay.weight(place).describe());
            }
        }
        for (Place place : places) {
            StoredTensor weight = overlay.weight(place);
            if (weight != null) {
                if (!STORABLE.contains(weight.spec().type())) {
                    problems.add(weight.describe() + " expected type " + STORABLE);
                }
                StoredAdapter adapter = adapters.get(place);
                StoredTensor source =
                        adapter != null && adapter.fits(weight.spec()) ? new MergedTensor(weight, adapter) : weight;
                String name = nativeNames ? TensorNames.toNative(place) : place.name();
                add(place, name, source, options.type().of(weight.keptAs()), nativeNames);
            }
        }
        report.addAll(overlay.origin(component));
    }

    /** @param source the weight, perhaps with an adapter merged */
    private void add(Place place, String name, StoredTensor source, DType type, boolean nativeNames) {
        boolean int8 = type == DType.I8 || options.type() == TargetType.INT8 && int8(place);
        if (!int8) {
            items.add(new Item(place, name, source, type));
            return;
        }
        if (nativeNames) {
            problems.add(place + " in int8 has no place in a native file; write a folder, or choose --dtype bf16");
        }
        boolean asStored = source instanceof Int8Weight;
        StoredTensor values = asStored ? ((Int8Weight) source).values() : Quantised.values(source);
        StoredTensor scales = asStored ? ((Int8Weight) source).scales() : Quantised.scales(source);
        items.add(new Item(place, name, values, DType.I8));
        Place scale = new Place(place.component(), place.name() + Int8Rules.SCALE);
        items.add(new Item(scale, name + Int8Rules.SCALE, scales, DType.F32));
    }

    private boolean int8(Place place) {
        return config.isPresent()
                && matrices.computeIfAbsent(
                                place.component(),
                                component ->
                                        config.get().manifests().get(component).matrices())
                        .containsKey(place.name())
                && Int8Rules.DEFAULT.takes(place.component(), place.name());
    }

    private void check(Place place, long[] shape) {
        StoredTensor weight = overlay.weight(place);
        if (weight == null) {
            problems.add("missing " + place + " " + Arrays.toString(shape));
        } else if (!Arrays.equals(weight.spec().shape(), shape)) {
            problems.add(place + " expected shape " + Arrays.toString(shape) + ", found " + weight.describe());
        }
    }

    /** The adapters, each with a weight that it fits; none when they are to be left out. */
    private Map<Place, StoredAdapter> adaptersToMerge() {
        Map<Place, StoredAdapter> adapters = overlay.adapters();
        if (!options.mergeAdapters()) {
            reportIgnoredAdapters(adapters);
            return Map.of();
        }
        adapters.forEach((place, adapter) -> {
            StoredTensor weight = overlay.weight(place);
            String halves = adapter.a().describe() + " and " + adapter.b().spec();
            if (weight == null) {
                problems.add(place + " is missing, but has an adapter: " + halves);
            } else if (!adapter.fits(weight.spec())) {
                problems.add(halves + " do not fit " + weight.describe());
            }
        });
        if (!adapters.isEmpty()) {
            report.add(adapters.size() + " adapters merged in float32, scale "
                    + adapters.values().stream()
                            .map(StoredAdapter::scale)
                            .distinct()
                            .toList());
        }
        return adapters;
    }

    private void reportIgnoredAdapters(Map<Place, StoredAdapter> adapters) {
        adapters.forEach((place, adapter) ->
                report.add("left out: adapter of " + place + ": " + adapter.a().describe()));
    }

    /**
     * Adapters under their native names: without the language model in the file there is nothing to merge them into.
     */
    private void addAdapters() {
        Map<Place, StoredAdapter> adapters = overlay.adapters();
        if (!options.mergeAdapters()) {
            reportIgnoredAdapters(adapters);
            return;
        }
        adapters.forEach((place, adapter) -> {
            addFactor(new AdapterName(place, 'A', adapter.embedding()), adapter.a());
            addFactor(new AdapterName(place, 'B', adapter.embedding()), adapter.b());
            double expected = options.loraScale().orElse(ConversionOptions.DEEPGEN_LORA_SCALE);
            if (adapter.scale() != expected) {
                problems.add("adapter of " + place + " has the scale " + adapter.scale()
                        + ", which a native file cannot say; expected " + expected);
            }
        });
        if (!adapters.isEmpty()) {
            report.add(adapters.size() + " adapters kept as they are");
        }
    }

    private void addFactor(AdapterName name, StoredTensor factor) {
        items.add(new Item(
                name.weight(),
                name.nativeName(),
                factor,
                options.type().of(factor.spec().type())));
    }

    private void reportLeftOut(Component component) {
        int count = overlay.places(component).size();
        if (count > 0) {
            report.add("left out: " + count + " tensors of " + component.folder()
                    + ", which native files do not hold (--whole-model writes them, too)");
        }
    }
}
