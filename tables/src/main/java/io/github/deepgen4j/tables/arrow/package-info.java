// SPDX-License-Identifier: Apache-2.0
/** Columns of bytes and texts in Apache Arrow files. */
package io.github.deepgen4j.tables.arrow;
