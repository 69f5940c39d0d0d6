// SPDX-License-Identifier: Apache-2.0
/** The {@code deepgen} command line: parses, wires the other modules together, prints and sets the exit code. */
package io.github.deepgen4j.cli;
