// SPDX-License-Identifier: Apache-2.0
/** A run of a benchmark: its folder, the drawing of its pictures, asking about them, and what it adds up to. */
package io.github.deepgen4j.evaluation.run;
