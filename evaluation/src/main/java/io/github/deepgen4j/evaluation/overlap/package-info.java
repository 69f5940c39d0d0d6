// SPDX-License-Identifier: Apache-2.0
/** Whether a benchmark's prompts are among the texts that a model was trained on. */
package io.github.deepgen4j.evaluation.overlap;
