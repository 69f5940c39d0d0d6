// SPDX-License-Identifier: Apache-2.0
/** Detectors of objects in ONNX files, described by a small JSON beside them. */
package io.github.deepgen4j.engines.detect;
