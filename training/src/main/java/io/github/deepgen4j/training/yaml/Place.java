// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.yaml;

/**
 * The origin of a value, for messages.
 *
 * @param source file, or the option that gave the value
 * @param line 1 for the first; 0 where there are no lines
 */
public record Place(String source, int line) {
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
