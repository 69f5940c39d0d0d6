// SPDX-License-Identifier: Apache-2.0
/** Judges by program whether an image shows what was asked. */
package io.github.deepgen4j.shapeworld.scoring;
