// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.engine;

/**
 * Adapters that requests may choose.
 *
 * @param name by which
 * @param scale of a request that says none
 * @param sha256 of their file
 */
public record LoraFacts(String name, double scale, String sha256) {}
