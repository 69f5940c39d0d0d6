// SPDX-License-Identifier: Apache-2.0
/** Callers, and what they may. */
package io.github.deepgen4j.server.keys;
