// SPDX-License-Identifier: Apache-2.0
/** Networks in ONNX files, run by ONNX Runtime. */
package io.github.deepgen4j.engines.onnx;
