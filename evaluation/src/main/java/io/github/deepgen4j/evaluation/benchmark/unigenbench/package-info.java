// SPDX-License-Identifier: Apache-2.0
/**
 * UniGenBench ({@code unigenbench: eval/src/eval_common.py}, {@code deepgen_rl: deepgen_rl/evaluation/unigenbench.py}):
 * a judge marks each test point of a prompt. The judge's texts and definitions are those of UniGenBench, (c) Tencent,
 * CC BY 4.0, and of deepgen_rl, Apache-2.0: see NOTICE.
 */
package io.github.deepgen4j.evaluation.benchmark.unigenbench;
