// SPDX-License-Identifier: Apache-2.0
/** Search for a benchmark's prompts among the texts that a model was trained on. */
package io.github.deepgen4j.evaluation.overlap;
