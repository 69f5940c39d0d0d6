// SPDX-License-Identifier: Apache-2.0
/**
 * WISE ({@code wise: WISE_legacy/gpt_eval.py, WISE_legacy/Calculate.py, vllm_eval.py, calculate_verified.py}): world
 * knowledge behind an indirect prompt. The repository states no licence: its texts are read from the user's copy.
 */
package io.github.deepgen4j.evaluation.benchmark.wise;
