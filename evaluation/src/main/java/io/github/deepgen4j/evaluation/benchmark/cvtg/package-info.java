// SPDX-License-Identifier: Apache-2.0
/** CVTG-2K: prompts with two to five quoted texts that are to be read in the picture. */
package io.github.deepgen4j.evaluation.benchmark.cvtg;
