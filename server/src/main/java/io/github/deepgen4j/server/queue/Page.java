// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.queue;

import java.util.Optional;

/**
 * A part of a list, newest first.
 *
 * @param after id of the last one of the part before; empty for the first part
 * @param limit most entries
 */
public record Page(Optional<String> after, int limit) {}
