// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.json;

/**
 * An item of an array or a value of an object, with its place in the text.
 *
 * @param name the field, or {@code [3]} for the fourth item
 * @param line where the value begins, from 1
 */
public record JsonPart(String name, int line, JsonNode value) {}
