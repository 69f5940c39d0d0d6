// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.Component;
import io.github.deepgen4j.model.weights.Matrix;
import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.TensorNames;
import io.github.deepgen4j.model.weights.WeightException;
import io.github.deepgen4j.model.weights.Weights;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Rng;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The adapters of a language model (spec/training.md section 7). Adapters of layers that no network here runs (the
 * output head) are kept and saved, but never used. Owns its tensors until closed.
 */
public final class Lora implements AutoCloseable {
    /** No adapters. */
    public static final Lora NONE = new Lora(LoraConfig.NONE);

    private final LoraConfig config;
    private final Map<String, LowRank> adapters = new LinkedHashMap<>(); // by adapted weight
    private final Map<String, Tensor> tensors = new LinkedHashMap<>(); // by native name
    private boolean training;

    private Lora(LoraConfig config) {
        this.config = config;
    }

    /**
     * New adapters that change nothing yet: of a linear layer A is normal with deviation 1/rank and B zero, of an
     * embedding A zero and B standard normal.
     *
     * @param weights canonical names and shapes (out, in) of the weights to adapt
     */
    public static Lora fresh(LoraConfig config, Map<String, long[]> weights, long seed) {
        Lora lora = new Lora(config);
        int rank = config.rank();
        try (var _ = Scope.open();
                var rng = Rng.seeded(seed)) {
            weights.forEach((weight, shape) -> {
                if (isEmbedding(weight)) {
                    lora.put(weight, true, Tensor.zeros(DType.F32, rank, shape[0]), rng.normal(shape[1], rank));
                } else {
                    lora.put(
                            weight,
                            false,
                            rng.normal(rank, shape[1]).mul(1.0 / rank),
                            Tensor.zeros(DType.F32, shape[0], rank));
                }
            });
        }
        return lora;
    }

    /**
     * Adapters from stored tensors, which are copied.
     *
     * @param weights canonical names and shapes of all weights of the language model, to check against
     * @throws WeightException naming the tensor, what was expected and found
     */
    static Lora of(LoraConfig config, Map<Place, StoredAdapter> stored, Map<String, long[]> weights) {
        Lora lora = new Lora(config);
        try (var _ = Scope.open()) {
            stored.forEach((place, adapter) -> {
                checkShapes(config, place, adapter, weights);
                lora.put(
                        place.name(),
                        adapter.embedding(),
                        adapter.a().tensor().to(DType.F32).copy(),
                        adapter.b().tensor().to(DType.F32).copy());
            });
            return lora;
        } catch (RuntimeException e) {
            lora.close();
            throw e;
        }
    }

    private static void checkShapes(
            LoraConfig config, Place place, StoredAdapter adapter, Map<String, long[]> weights) {
        String name = place.name();
        long[] weight = place.component() == Component.VLM ? weights.get(name) : null;
        if (weight == null) {
            if (TensorNames.ignored(name)) {
                return; // tied to the embedding, so it has no shape of its own
            }
            throw new WeightException("adapter of " + name + ", which the language model does not have");
        }
        long rank = config.rank();
        long[] wantedA = {rank, adapter.embedding() ? weight[0] : weight[1]};
        long[] wantedB = {adapter.embedding() ? weight[1] : weight[0], rank};
        long[] a = adapter.a().spec().shape();
        long[] b = adapter.b().spec().shape();
        if (!Arrays.equals(a, wantedA) || !Arrays.equals(b, wantedB)) {
            throw new WeightException("adapter of " + name + " expected A " + Arrays.toString(wantedA) + " and B "
                    + Arrays.toString(wantedB) + ", found " + Arrays.toString(a) + " and " + Arrays.toString(b));
        }
    }

    private static boolean isEmbedding(String weight) {
        return weight.endsWith("embed_tokens.weight");
    }

    private void put(String weight, boolean embedding, Tensor a, Tensor b) {
        a.own();
        b.own();
        adapters.put(weight, embedding ? new LowRank.OfEmbedding(a, b, this) : new LowRank.OfLinear(a, b, this));
        Place place = new Place(Component.VLM, weight);
        tensors.put(new AdapterName(place, 'A', embedding).nativeName(), a);
        tensors.put(new AdapterName(place, 'B', embedding).nativeName(), b);
    }

    public LoraConfig config() {
        return config;
    }

    /** Switches dropout on or off; off at first. */
    public void training(boolean active) {
        this.training = active;
    }

    double activeDropout() {
        return training ? config.dropout() : 0;
    }

    /** These weights, with the adapters beside them. */
    public Weights beside(Weights weights) {
        return new Weights() {
            @Override
            public Tensor get(String name, long... shape) {
                return weights.get(name, shape);
            }

            @Override
            public Matrix matrix(String name, long out, long in) {
                Matrix weight = weights.matrix(name, out, in);
                LowRank adapter = adapters.get(name);
                return adapter == null ? weight : adapter.beside(weight);
            }
        };
    }

    /** Bytes of all factors in memory. */
    public long bytes() {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.elements() * DType.F32.bytes())
                .sum();
    }

    /** All factors by native name. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * A weight with its adapter folded in: computed in float32, rounded once (spec/model.md section 9.4). A weight
     * without adapter is only rounded.
     */
    public Tensor merged(String weight, Tensor base, DType type) {
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
