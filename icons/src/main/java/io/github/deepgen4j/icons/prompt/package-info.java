// SPDX-License-Identifier: Apache-2.0
/** Draws samples and words them in several languages. */
package io.github.deepgen4j.icons.prompt;
