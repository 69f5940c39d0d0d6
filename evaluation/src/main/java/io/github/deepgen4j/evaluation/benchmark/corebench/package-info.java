// SPDX-License-Identifier: Apache-2.0
/**
 * T2I-CoReBench ({@code corebench: evaluate.py}): a judge answers yes or no to each question of an item's checklist.
 * The judge's text is that of the benchmark, Apache-2.0: see NOTICE.
 */
package io.github.deepgen4j.evaluation.benchmark.corebench;
