// SPDX-License-Identifier: Apache-2.0
/**
 * The engines of {@code evaluation.engine}: where they are installed, how they are named and opened. Users of the
 * library do not get ONNX Runtime with it unless they take this module.
 */
package io.github.deepgen4j.engines;
