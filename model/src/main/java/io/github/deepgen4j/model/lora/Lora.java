// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The adapters of a model's networks (spec/training.md section 7). Adapters of layers that no network here runs (the
 * output head) are kept and saved, but never used. Owns its tensors until closed.
 */
public final class Lora implements AutoCloseable {
    /** No adapters. */
    public static final Lora NONE = new Lora(Map.of());

    private final Map<Component, LoraConfig> configs;
    private final Map<Place, LowRank> adapters = new LinkedHashMap<>(); // by adapted weight
    private final Map<String, Tensor> tensors = new LinkedHashMap<>(); // by native name
    private boolean training;

    private Lora(Map<Component, LoraConfig> configs) {
        this.configs = new EnumMap<>(Component.class);
        configs.forEach((component, config) -> this.configs.put(component, config.withoutTargets()));
    }

    /**
     * New adapters that change nothing yet: of a linear layer A is normal with deviation 1/rank and B zero, of an
     * embedding A zero and B standard normal.
     *
     * @param weights by component canonical names and shapes (out, in) of the weights to adapt
     */
    public static Lora fresh(
            Map<Component, LoraConfig> configs, Map<Component, Map<String, long[]>> weights, long seed) {
        Lora lora = new Lora(configs);
        new TreeMap<>(configs).forEach((component, config) -> {
            int rank = config.rank();
            try (var _ = Scope.open();
                    var rng = Rng.seeded(seed + component.ordinal())) {
                weights.get(component).forEach((name, shape) -> {
                    Place weight = new Place(component, name);
                    if (isEmbedding(name)) {
                        Tensor a = Tensor.zeros(DType.F32, rank, shape[0]);
                        lora.put(weight, true, config.scale(), a, rng.normal(shape[1], rank));
                    } else {
                        Tensor a = rng.normal(rank, shape[1]).mul(1.0 / rank);
                        lora.put(weight, false, config.scale(), a, Tensor.zeros(DType.F32, shape[0], rank));
                    }
                });
            }
        });
        return lora;
    }

    /**
     * Adapters of a file, which are copied.
     *
     * @param strength factor of their low-rank products
     */
    static Lora of(AdapterFile file, double strength) {
        Lora lora = new Lora(file.configs());
        try (var _ = Scope.open()) {
            file.adapters()
                    .forEach((weight, adapter) -> lora.put(
                            weight,
                            adapter.embedding(),
                            adapter.scale() * strength,
                            adapter.a().tensor().to(DType.F32).copy(),
                            adapter.b().tensor().to(DType.F32).copy()));
            return lora;
        } catch (RuntimeException e) {
            lora.close();
            throw e;
        }
    }

    static boolean isEmbedding(String weight) {
        return weight.endsWith("embed_tokens.weight");
    }

    private void put(Place weight, boolean embedding, double scale, Tensor a, Tensor b) {
        a.own();
        b.own();
        adapters.put(
                weight,
                embedding
                        ? new LowRank.OfEmbedding(a, b, scale)
                        : new LowRank.OfLinear(a, b, scale, () -> activeDropout(weight.component())));
        tensors.put(new AdapterName(weight, 'A', embedding).nativeName(), a);
        tensors.put(new AdapterName(weight, 'B', embedding).nativeName(), b);
    }

    /** Components that have adapters. */
    public Set<Component> components() {
        Set<Component> components = EnumSet.noneOf(Component.class);
        adapters.keySet().forEach(weight -> components.add(weight.component()));
        return components;
    }

    /** Rank, alpha and dropout of a component's adapters, {@link LoraConfig#NONE} without. */
    public LoraConfig config(Component component) {
        return configs.getOrDefault(component, LoraConfig.NONE);
    }

    /** Switches dropout on or off; off at first. */
    public void training(boolean active) {
        this.training = active;
    }

    private double activeDropout(Component component) {
        return training ? config(component).dropout() : 0;
    }

    /** These weights of a component, with the adapters beside them. */
    public Weights beside(Component component, Weights weights) {
        return new Weights() {
            @Override
            public Tensor get(String name, long... shape) {
                return weights.get(name, shape);
            }

            @Override
            public Matrix matrix(String name, long out, long in) {
                Matrix weight = weights.matrix(name, out, in);
                LowRank adapter = adapters.get(new Place(component, name));
                return adapter == null ? weight : adapter.beside(weight);
            }
        };
    }

    /** Bytes of a component's factors in memory. */
    public long bytes(Component component) {
        return tensors(component).values().stream()
                .mapToLong(tensor -> tensor.elements() * DType.F32.bytes())
                .sum();
    }

    /** All factors by native name. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The factors of a component by native name. */
    public Map<String, Tensor> tensors(Component component) {
        Map<String, Tensor> chosen = new LinkedHashMap<>(tensors);
        chosen.keySet()
                .removeIf(name -> AdapterName.parse(name).orElseThrow().weight().component() != component);
        return chosen;
    }

    /**
     * A weight with its adapter folded in: computed in float32, rounded once (spec/model.md section 9.4). A weight
     * without adapter is only rounded.
     */
    public Tensor merged(Place weight, Tensor base, DType type) {
        LowRank adapter = adapters.get(weight);
        if (adapter == null) {
            return base.to(type);
        }
        try (var scope = Scope.open();
                var _ = Autograd.disabled()) {
            return scope.keep(base.to(DType.F32).add(adapter.product()).to(type));
        }
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
    }
}
