// SPDX-License-Identifier: Apache-2.0
/** The perceptual distance of two images. */
package io.github.deepgen4j.engines.lpips;
