// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

import io.github.deepgen4j.model.image.Size;

/**
 * A finished image.
 *
 * @param number from 0, of its request
 * @param seed the 64 bits of {@link io.github.deepgen4j.model.pipeline.Seed}
 * @param png bytes of the file, with the recipe inside
 */
public record DrawnImage(int number, long seed, Size size, byte[] png, double seconds) {}
