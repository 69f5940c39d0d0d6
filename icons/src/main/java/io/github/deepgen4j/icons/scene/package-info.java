// SPDX-License-Identifier: Apache-2.0
/** Places of things on a background, and their drawing. */
package io.github.deepgen4j.icons.scene;
