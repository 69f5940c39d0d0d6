// SPDX-License-Identifier: Apache-2.0
/** The benchmark of real things, whose images a program scores by their pixels. */
package io.github.deepgen4j.evaluation.benchmark.icons;
