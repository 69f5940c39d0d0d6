/**
 * Prompts to token ids, masks and rotary positions, as the reference assembles them (spec/model.md sections 2 and 4.3).
 */
package io.github.deepgen4j.model.text;
