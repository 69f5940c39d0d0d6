// SPDX-License-Identifier: Apache-2.0
/** A program that judges drawn icons: the nearest rendering by pixels, letters, background, stray ink. */
package io.github.deepgen4j.icons.scoring;
