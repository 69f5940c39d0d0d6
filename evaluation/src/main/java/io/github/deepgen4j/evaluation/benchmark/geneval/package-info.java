// SPDX-License-Identifier: Apache-2.0
/** GenEval: short prompts about objects, their number, colour and place, judged by what a detector sees. */
package io.github.deepgen4j.evaluation.benchmark.geneval;
