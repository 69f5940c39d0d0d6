// SPDX-License-Identifier: Apache-2.0
/** The benchmark whose images ShapeWorld's own program scores. */
package io.github.deepgen4j.evaluation.benchmark.shapeworld;
