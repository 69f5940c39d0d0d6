// SPDX-License-Identifier: Apache-2.0
/** Engines that are programs and need no model: exact on pictures of ShapeWorld. */
package io.github.deepgen4j.evaluation.program;
