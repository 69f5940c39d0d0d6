// SPDX-License-Identifier: Apache-2.0
/**
 * Questions about pictures, their answers and who gives them: what benchmarks and rewards have in common. Nothing here
 * knows a benchmark.
 */
package io.github.deepgen4j.evaluation.task;
