// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.unigenbench;

/**
 * A demand that an image is checked for.
 *
 * @param label one of 27, such as {@code Attribute - Quantity} or {@code Style}
 * @param description what it means in this prompt
 */
public record TestPoint(String label, String description) {
    /** The text before the first dash of the label: one of ten dimensions in the published files. */
    public String primary() {
        return primary(label);
    }

    static String primary(String label) {
        int dash = label.indexOf('-');
        return dash < 0 ? label : label.substring(0, dash).strip();
    }
}
