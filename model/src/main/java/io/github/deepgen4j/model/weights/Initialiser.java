// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

import java.util.Map;

/**
 * Says how a new parameter starts, by its name. Compose by a lambda that decides some names and asks another for the
 * rest.
 */
@FunctionalInterface
public interface Initialiser {
    /**
     * The rule for one parameter.
     *
     * @param name canonical name
     * @param fanIn number of inputs of the layer it belongs to, 0 where unknown or meaningless
     */
    InitialValues rule(String name, long[] shape, long fanIn);

    /**
     * Number of inputs of the layer that a parameter belongs to: of a weight its own axes but the first, of a bias
     * those of the weight beside it, if that is among the known shapes.
     */
    static long fanIn(String name, long[] shape, Map<String, long[]> known) {
        long[] weight = name.endsWith(".bias")
                ? known.get(name.substring(0, name.length() - ".bias".length()) + ".weight")
                : shape;
        if (weight == null || weight.length < 2) {
            return 0;
        }
        long fanIn = 1;
        for (int axis = 1; axis < weight.length; axis++) {
            fanIn *= weight[axis];
        }
        return fanIn;
    }
}
