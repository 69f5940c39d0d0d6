// SPDX-License-Identifier: Apache-2.0
/**
 * Samples of real things: openly licensed icons on plain backgrounds, with prompts and edits in several languages whose
 * right answer is known. Read from folders of npm packages; nothing of them is part of this module.
 */
package io.github.deepgen4j.icons;
