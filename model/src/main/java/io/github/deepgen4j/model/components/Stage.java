// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.components;

import io.github.deepgen4j.model.weights.Component;
import java.util.EnumSet;
import java.util.Set;

/** The parts of the work on one image, in order, each with the components that it computes with. */
public enum Stage {
    READ_PROMPT(Component.VLM, Component.CONNECTOR),
    READ_REFERENCES(Component.VAE),
    DENOISE(Component.TRANSFORMER),
    DECODE(Component.VAE);

    private final Set<Component> components;

    Stage(Component first, Component... rest) {
        this.components = EnumSet.of(first, rest);
    }

    /** True if the stage computes with this component. */
    public boolean uses(Component component) {
        return components.contains(component);
    }
}
