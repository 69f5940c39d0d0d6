// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.weights;

/**
 * The place of a tensor in the released layout.
 *
 * @param name its canonical name in that component, see {@link TensorNames}
 */
public record Place(Component component, String name) {
    @Override
    public String toString() {
        return component.folder() + "/" + name;
    }
}
