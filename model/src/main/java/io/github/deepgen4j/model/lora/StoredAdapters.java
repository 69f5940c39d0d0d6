// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.lora;

import io.github.deepgen4j.model.weights.Place;
import io.github.deepgen4j.model.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts the factors of adapters together as they come out of a file, in any order. */
public final class StoredAdapters {
    private static final Pattern NATIVE = Pattern.compile("(^|\\.)lmm\\.");

    private final Map<AdapterName, StoredTensor> factors = new LinkedHashMap<>();

    /** Takes one factor; the one of the same name that was there before, or null. */
    public StoredTensor add(AdapterName name, StoredTensor tensor) {
        return factors.put(name, tensor);
    }

    /** True if some factor has not the name that DeepGen's training gives it, so that another program wrote it. */
    public boolean foreign() {
        return factors.values().stream()
                .anyMatch(tensor -> !NATIVE.matcher(tensor.spec().name()).find());
    }

    /**
     * Adapters by the weight they change, in the order of their first factors.
     *
     * @param scale alpha / rank
     * @param problems gets a line for each factor without its other one
     */
    public Map<Place, StoredAdapter> pairs(double scale, List<String> problems) {
        Map<Place, StoredAdapter> pairs = new LinkedHashMap<>();
        factors.forEach((name, tensor) -> {
            StoredTensor other = factors.get(name.other());
            if (other == null) {
                problems.add(tensor.describe() + " has no other half lora_"
                        + name.other().factor());
            } else if (name.factor() == 'A'
                    && pairs.put(name.weight(), new StoredAdapter(tensor, other, scale, name.embedding())) != null) {
                problems.add(name.weight() + " has adapters of two kinds, the other is " + tensor.describe());
            }
        });
        return pairs;
    }
}
