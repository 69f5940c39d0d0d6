// SPDX-License-Identifier: Apache-2.0
/** DPG-Bench: dense prompts, each with a graph of yes/no questions about its picture. */
package io.github.deepgen4j.evaluation.benchmark.dpg;
